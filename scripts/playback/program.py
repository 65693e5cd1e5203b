"""Runs a Python file as `python name.py`, in a process of its own, and yields its Run.

Nothing that the program does harms the caller: its output is cut at a limit, it is ended when it
hangs, and no process of its outlives it. What is wrong with it is said as a Problem.
"""

import asyncio
import codecs
import os
import platform
import re
import signal
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from playback.log import Log, read_log
from playback.problem import Problem
from playback.recorder import OUTPUT_LIMIT
from playback.run import Clock, Made, Output, Run, Stream
from playback.snippet import Snippet, shown, where_in

INJECT = Path(__file__).parent / "inject"
STREAMS: dict[int, Stream] = {1: "stdout", 2: "stderr"}


async def run_exactly(snippet: Snippet, stage: dict[str, str]) -> Run:
    """One run of `snippet` on the exact clock, or in real time if it needs that."""
    watched = await _watch(snippet, "exact", stage)
    if watched.log.needs_real_time:
        return await run_really(snippet, stage)
    return _as_run(snippet, watched, "exact")


async def run_really(snippet: Snippet, stage: dict[str, str]) -> Run:
    """One run of `snippet` in real time, on the stage whose environment is `stage`.

    Raises Problem if it does not end, or not as declared, or reaches beyond the stage, or leaves
    a process behind, or prints what is not text.
    """
    return _as_run(snippet, await _watch(snippet, "real", stage), "real")


@dataclass(slots=True)
class _Watched(asyncio.SubprocessProtocol):
    """What was seen of one process from outside; times in nanoseconds of perf_counter.

    `stack` is where it hung, if it did; `left_behind` are the commands that it left running.
    """

    chunks: list[tuple[int, Stream, int]] = field(default_factory=list)  # (arrival, stream, bytes)
    kept: dict[Stream, bytearray] = field(
        default_factory=lambda: {"stdout": bytearray(), "stderr": bytearray()}
    )
    unkept: int = 0
    started: int = 0
    ended: int = 0
    status: int = 0
    stack: str | None = None
    left_behind: list[str] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    exited: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Keep what was printed, up to the limit."""
        stream = STREAMS[fd]
        room = max(0, OUTPUT_LIMIT - sum(map(len, self.kept.values())))
        self.kept[stream] += data[:room]
        self.unkept += max(0, len(data) - room)
        if room:
            self.chunks.append((time.perf_counter_ns(), stream, min(len(data), room)))

    def process_exited(self) -> None:
        """Note the moment; output may still be on its way."""
        self.ended = time.perf_counter_ns()
        self.exited.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """All is read, and the process is gone."""
        self.closed.set()


async def _watch(snippet: Snippet, clock: Clock, stage: dict[str, str]) -> _Watched:
    """Run `snippet` to its end and return all that was seen of it, from within and without."""
    with tempfile.TemporaryDirectory(prefix="playback-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        watched = _Watched(started=time.perf_counter_ns())
        transport, _ = await asyncio.get_running_loop().subprocess_exec(
            lambda: watched,
            sys.executable,
            snippet.path.name,
            cwd=snippet.path.parent,
            env=_environment(snippet, clock, stage, log),
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        program = transport.get_pid()
        assert program is not None
        try:
            async with asyncio.timeout(snippet.timeout):
                await watched.exited.wait()
            watched.left_behind = await _left_behind(program, log)
        except TimeoutError:
            watched.stack = await _stack(transport, log)
        finally:
            await _end_all(program, log)
            with suppress(TimeoutError):
                await asyncio.wait_for(watched.closed.wait(), 5)
            watched.status = transport.get_returncode() or 0
            transport.close()
        watched.log = read_log(log.read_text(encoding="utf-8") if log.exists() else "")
    return watched


def _environment(
    snippet: Snippet, clock: Clock, stage: dict[str, str], log: Path
) -> dict[str, str]:
    """All that a program sees of the machine: nothing of the caller's own environment."""
    return {
        **stage,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "HOME": str(log.parent),
        "TMPDIR": str(log.parent),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "80",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(INJECT),
        "PLAYBACK": str(log),
        "PLAYBACK_PROCESS": str(os.getpid()),
        "PLAYBACK_SCRIPT": str(snippet.path),
        "PLAYBACK_ZERO": str(snippet.zero_line),
        "PLAYBACK_CLOCK": clock,
        "PLAYBACK_HOSTS": stage.get("PLAYBACK_HOSTS", ""),
    }


async def _stack(transport: asyncio.SubprocessTransport, log: Path) -> str:
    """The stack of a process that hangs, innermost first."""
    stack = log.with_name("log.stack")
    if not stack.exists():
        return ""
    with suppress(ProcessLookupError):
        transport.send_signal(signal.SIGUSR1)
    for _ in range(20):
        await asyncio.sleep(0.05)  # while it writes it down
        if text := stack.read_text(errors="replace"):
            return text
    return ""


async def _left_behind(program: int, log: Path) -> list[str]:
    """The commands of a program's processes that still run a while after it has ended."""
    for _ in range(40):
        if not (left := _processes_of(program, log)):
            return []
        await asyncio.sleep(0.05)  # the standard library's own processes take a moment to end
    return list(left.values())


async def _end_all(program: int, log: Path) -> None:
    """Kill the program and all processes that it started, and see that they are gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program, signal.SIGKILL)
    for _ in range(100):
        if not (processes := _processes_of(program, log)):
            return
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        await asyncio.sleep(0.01)


def _processes_of(program: int, log: Path) -> dict[int, str]:
    """The running processes of the program that writes `log`, with their commands.

    They are known by their session or their environment, which Linux shows; elsewhere, none are.
    """
    setting = f"PLAYBACK={log}".encode()
    processes = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            process = int(folder.name)
            command = (
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            of_program = os.getsid(process) == program
            if command and (of_program or setting in (folder / "environ").read_bytes()):
                processes[process] = command.strip()
    return processes


def _judge(snippet: Snippet, watched: _Watched) -> None:
    """Raise Problem if something is wrong with what was watched."""
    if watched.log.refused:
        host = watched.log.refused[0]
        raise Problem(
            where_in(snippet.path, re.sub(r":\d+$", "", host)),
            f"reaches for {host}, which the stage does not have; declare it in snippets/stage.toml",
        )
    if watched.stack is not None:
        raise Problem(
            f"{shown(snippet.path)}{_line_in(snippet, watched.stack, 0)}",
            f"was still running after {snippet.timeout:g} s and was ended; if it needs longer, "
            "say so: `timeout = …` under [tool.playback] in its script header",
        )
    if watched.status != snippet.exit:
        errors = watched.kept["stderr"].decode(errors="replace")
        told = [text for line in errors.splitlines() if (text := line.strip(" |+-"))]
        raise Problem(
            f"{shown(snippet.path)}{_line_in(snippet, errors, -1)}",
            f"ended with exit status {watched.status}, expected {snippet.exit}"
            + (f": {told[-1]}" if told else "")
            + "; if that is meant, declare `exit = …` under [tool.playback] in its script header",
        )
    if left := watched.left_behind:
        raise Problem(
            shown(snippet.path),
            f"left {len(left)} running when it ended ({', '.join(left)}); "
            "a program waits for, or ends, every process it starts",
        )


def _as_run(snippet: Snippet, watched: _Watched, clock: Clock) -> Run:
    """The Run of what was watched, if all is well with it."""
    log = watched.log
    _judge(snippet, watched)
    if clock == "exact":
        zero, started = log.zero or 0, 0
    else:
        started = log.start or watched.started
        zero = log.zero or started
    output = _lines(snippet, watched, zero)
    end = max([log.end or watched.ended, *(t for t, _, _ in log.writes)], default=zero)
    return Run(
        file=snippet.path.name,
        source=snippet.source,
        exit=watched.status,
        wall=(end - zero) // 1000,
        startup=(zero - started) // 1000,
        clock=clock,
        made=Made(
            python=platform.python_version(),
            implementation=platform.python_implementation(),
            platform=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            packages=dict(_versions(snippet)),
            date=datetime.now(UTC).isoformat(timespec="seconds"),
            best_of=1,
        ),
        output=output,
        unkept=watched.unkept,
    )


def _lines(snippet: Snippet, watched: _Watched, zero: int) -> list[Output]:
    """The lines of output, in order of appearance, with their moments.

    The program's own log tells each write's moment exactly. Where some were not logged (a
    process that is not Python, `os.write`), it is the moment of their arrival here.
    """
    logged: dict[Stream, int] = {"stdout": 0, "stderr": 0}
    for _, stream, count in watched.log.writes:
        logged[stream] += count
    all_logged = all(logged[stream] >= len(kept) for stream, kept in watched.kept.items())

    done: dict[Stream, int] = {"stdout": 0, "stderr": 0}
    begun: dict[Stream, tuple[int, bytes]] = {}
    lines: list[tuple[int, Stream, bytes]] = []
    for t, stream, count in watched.log.writes if all_logged else watched.chunks:
        data = watched.kept[stream][done[stream] : done[stream] + count]
        done[stream] += count
        for piece in bytes(data).splitlines(keepends=True):
            since, before = begun.pop(stream, (t, b""))
            if piece.endswith(b"\n"):
                lines.append((since, stream, before + piece[:-1]))
            else:
                begun[stream] = (since, before + piece)
    lines += [(since, stream, piece) for stream, (since, piece) in begun.items()]
    lines.sort(key=lambda line: line[0])
    return [
        Output(max(0, t - zero) // 1000, stream, _text(snippet, data, bool(watched.unkept)))
        for t, stream, data in lines
    ]


def _text(snippet: Snippet, data: bytes, cut: bool) -> str:
    """A line's text, with the folders of this machine left out of it."""
    try:
        text, _ = codecs.utf_8_decode(data, "strict", not cut)  # a cut may split a character
    except UnicodeDecodeError as error:
        raise Problem(
            shown(snippet.path),
            f"printed bytes that are not UTF-8 text ({data[error.start : error.start + 8]!r} in "
            f"{data[:40]!r}); decode them, or print their repr()",
        ) from None
    text = text.replace(f"{snippet.path.parent}/", "")
    for folder in (sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")):
        text = text.replace(f"{folder}/", ".../")
    return text


def _versions(snippet: Snippet) -> Iterator[tuple[str, str]]:
    """The installed versions of the packages that the snippet declares."""
    for dependency in snippet.dependencies:
        name = re.split(r"[^\w.-]", dependency, maxsplit=1)[0]
        try:
            yield name, version(name)
        except PackageNotFoundError:
            raise Problem(
                where_in(snippet.path, dependency),
                f"needs {name}, which is not installed; add it to pyproject.toml and the lock",
            ) from None


def _line_in(snippet: Snippet, stack: str, place: int) -> str:
    """The snippet's line in a traceback, as ":12", or ""; `place` is 0 or -1, the innermost."""
    path = str(snippet.path)
    plain = path.encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
    found = re.findall(rf'File "(?:{re.escape(path)}|{re.escape(plain)})", line (\d+)', stack)
    return f":{found[place]}" if found else ""
