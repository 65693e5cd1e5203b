"""The command scripts/capture, run for tests: how it went and what it left."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playback.run import Made, Run
from playback.snippet import ROOT

PATIENCE = 60  # seconds after which what does not come counts as never coming

EARLIER = Run(
    file="earlier.py",
    source="print('earlier')\n",
    exit=0,
    wall=1,
    startup=1,
    clock="real",
    made=Made("3.11.0", "CPython", "Linux", {}, "2026-11-22T10:00:00+00:00", 1, key="earlier"),
    output=[],
).to_json()


def command(*arguments: str | Path, project: Path = ROOT, **environment: str) -> dict[str, Any]:
    """How to start the command of a project, as what subprocess takes."""
    return {
        "args": [sys.executable, "-m", "playback.capture", *arguments],
        "env": {**os.environ, "PYTHONPATH": str(project / "scripts"), **environment},
        "stdin": subprocess.DEVNULL,
        "text": True,
    }


@dataclass(frozen=True)
class Captured:
    """How a capture went: its exit status and its lines."""

    status: int
    lines: list[str]


def capture(
    *arguments: str | Path, folder: Path, project: Path = ROOT, file_size: int | None = None
) -> Captured:
    """Run the command in `folder`, where no file can be longer than `file_size`."""

    def fill_disk() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    done = subprocess.run(
        **command(*arguments, project=project),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=fill_disk,
        check=False,
    )
    return Captured(done.returncode, done.stdout.splitlines())


def run_of(path: Path) -> Run:
    """The run in a capture."""
    return Run.from_json(path.read_text(encoding="utf-8"))


def until(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait for a condition that a running process will bring about."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def runs(project: Path) -> dict[str, int]:
    """How often each dish of the kitchen was run."""
    return {
        file.stem: len(file.read_text().splitlines())
        for file in sorted((project / "snippets/dishes").glob("*.runs"))
    }


def files_of(project: Path) -> dict[str, tuple[bytes, int]]:
    """The captures of a project, with their times of change."""
    return {
        file.relative_to(project / "captures").as_posix(): (
            file.read_bytes(),
            file.stat().st_mtime_ns,
        )
        for file in sorted((project / "captures").rglob("*.json"))
    }
