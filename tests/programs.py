"""Small programs, written down and run for the tests of what runs them."""

import asyncio
from pathlib import Path
from textwrap import dedent

from playback.program import run_exactly, run_really
from playback.run import Run
from playback.snippet import Snippet
from playback.stage import Stage


def write(folder: Path, source: str, name: str = "program.py") -> Path:
    """Write a program into `folder`, without the indentation of its text."""
    path = folder / name
    path.write_text(dedent(source), encoding="utf-8")
    return path


def real(path: Path, stage: Stage | None = None) -> Run:
    """One run of it in real time; with no stage, there is no host but this one."""
    snippet = Snippet.read(path)
    return asyncio.run(run_really(snippet, _around(snippet, stage)))


def exact(path: Path, stage: Stage | None = None) -> Run:
    """One run of it on the exact clock, if it does nothing that needs real time."""
    return on_exact_clock(path, stage) or real(path, stage)


def on_exact_clock(path: Path, stage: Stage | None = None) -> Run | None:
    """One run of it on the exact clock; None if it needs real time."""
    snippet = Snippet.read(path)
    return asyncio.run(run_exactly(snippet, _around(snippet, stage)))


def _around(snippet: Snippet, stage: Stage | None) -> dict[str, str]:
    return stage.around(snippet.dependencies) if stage else {}


def texts(run: Run) -> list[str]:
    """The lines that a run printed."""
    return [line.text for line in run.output]


def children(process: int) -> list[int]:
    """The processes that a process started, of those that are there."""
    return [
        int(stat.parent.name)
        for stat in Path("/proc").glob("[0-9]*/stat")
        if _parent(stat) == process
    ]


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None  # it ended meanwhile


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked about does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
