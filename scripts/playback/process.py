"""Runs a Python file as `python name.py`, in a process of its own, and watches it to its end.

Nothing that the program does harms the caller: its output is cut at a limit, it is ended when it
hangs, and no process of its outlives it.
"""

import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playback.log import Log, read_log
from playback.recorder import OUTPUT_LIMIT
from playback.run import Clock, Stream
from playback.snippet import Snippet

INJECT = Path(__file__).parent / "inject"
_ZERO = re.compile(r"^\d+ zero $", re.MULTILINE)  # what a log says when the imports are done
PART = 64 * 1024  # bytes of a log that are read at a time, as most of it was never written
STREAMS: dict[int, Stream] = {1: "stdout", 2: "stderr"}


@dataclass(slots=True)
class Watched(asyncio.SubprocessProtocol):
    """What was seen of one process from outside; times in nanoseconds of perf_counter.

    `ran` is the file that ran. `stack` is where it hung, if it did; `left_behind` are the commands
    that it left running.
    """

    ran: Path
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

    @property
    def all_logged(self) -> bool:
        """Whether the program's own log tells of all that it printed."""
        logged: dict[Stream, int] = {"stdout": 0, "stderr": 0}
        for write in self.log.writes:
            logged[write.stream] += write.size
        return all(logged[stream] >= len(kept) for stream, kept in self.kept.items())

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


async def watch(snippet: Snippet, clock: Clock, stage: dict[str, str]) -> Watched:
    """Run `snippet` to its end and return all that was seen of it, from within and without."""
    with tempfile.TemporaryDirectory(prefix="playback-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        ran = snippet.path
        if snippet.marked:  # so that its line numbers are those that the page shows
            ran = Path(folder) / snippet.path.parent.name / snippet.path.name
            ran.parent.mkdir()
            for name, source in {**snippet.beside, ran.name: snippet.source}.items():
                (ran.parent / name).write_text(source, encoding="utf-8")
        watched = Watched(ran, started=time.perf_counter_ns())
        transport, _ = await asyncio.get_running_loop().subprocess_exec(
            lambda: watched,
            sys.executable,
            ran.name,
            cwd=ran.parent,
            env={
                **environment(ran, snippet.zero_line, clock, stage, log),
                "PLAYBACK_WATCH": "all" if snippet.watch else "imports",
            },
            stdin=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_as_from_a_terminal,
        )
        program = transport.get_pid()
        assert program is not None
        try:
            async with asyncio.timeout(snippet.timeout):
                if snippet.stop is not None:
                    await _stop(transport, watched, snippet.stop, log)
                await watched.exited.wait()
            watched.left_behind = await _left_behind(program, log)
        except TimeoutError:
            watched.stack = await _stack(transport, log)
        finally:
            await _end_all(program, log)
            try:
                await asyncio.wait_for(watched.closed.wait(), 5)
            except TimeoutError:
                watched.left_behind.append("a process that keeps its output open")
            watched.status = transport.get_returncode() or 0
            transport.close()
        watched.log = read_log(map(_text, sorted(log.parent.glob(f"{log.name}.[0-9]*"))))
    return watched


def environment(
    script: Path, zero_line: int, clock: Clock, stage: dict[str, str], log: Path
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
        "PLAYBACK_SCRIPT": str(script),
        "PLAYBACK_ZERO": str(zero_line),
        "PLAYBACK_CLOCK": clock,
        "PLAYBACK_HOSTS": stage.get("PLAYBACK_HOSTS", ""),
    }


def _as_from_a_terminal() -> None:
    """A command in the background ignores Ctrl-C, and so would the programs that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _text(log: Path) -> str:
    """What a process wrote into its log, which is larger than that."""
    written: list[bytes] = []
    with log.open("rb") as file:
        while part := file.read(PART):
            text, end, _ = part.partition(b"\0")
            written.append(text)
            if end:
                break
    return b"".join(written).decode(errors="replace")


async def _stop(
    transport: asyncio.SubprocessTransport, watched: Watched, seconds: float, log: Path
) -> None:
    """Send a program Ctrl-C, so many seconds after its imports; not if it has ended by then."""
    own = log.with_name(f"{log.name}.{transport.get_pid()}")
    while not (watched.exited.is_set() or (own.exists() and _ZERO.search(_text(own)))):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    with suppress(TimeoutError):
        await asyncio.wait_for(watched.exited.wait(), seconds)
    with suppress(ProcessLookupError):
        transport.send_signal(signal.SIGINT)


async def _stack(transport: asyncio.SubprocessTransport, log: Path) -> str:
    """The stack of a process that hangs, innermost first."""
    stack = log.with_name("log.stack")
    if not stack.exists():
        return ""
    with suppress(ProcessLookupError):
        transport.send_signal(signal.SIGUSR1)
    text = ""
    for _ in range(20):
        await asyncio.sleep(0.05)  # while it writes it down
        before, text = text, stack.read_text(errors="replace")
        if text and text == before:
            break
    return text


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
            if os.getsid(process) == program or setting in (folder / "environ").read_bytes():
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                if command:  # else it has ended, and waits to be asked about
                    processes[process] = command.decode(errors="replace").strip()
    return processes
