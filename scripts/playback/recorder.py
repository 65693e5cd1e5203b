"""Watches a running program from within its own process and keeps a log of what it did.

`sitecustomize` calls `start` before the program's first line. Nothing of the program changes: it
prints the same bytes and ends with the same status. The log is a text file of lines
`<nanoseconds> <event> <details>`, written at once, so that it is whole up to the moment a
program is killed; `playback.log` reads it back.

The settings come from the environment: PLAYBACK (the log's path), PLAYBACK_SCRIPT (the program's
path), PLAYBACK_ZERO (the line that ends its imports), PLAYBACK_CLOCK (real or exact) and
PLAYBACK_HOSTS ("host:port=local port", separated by blanks).
"""

from __future__ import annotations  # what only types need is not imported into the program

import atexit
import faulthandler
import fcntl
import io
import os
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType, ModuleType
    from typing import Any, NoReturn

OUTPUT_LIMIT = 256 * 1024  # bytes of a program's output that are kept
NEEDS_REAL_TIME = 113  # exit status of a program that the exact clock cannot serve
LOG_DESCRIPTOR = 100  # out of the way of the descriptors that a program counts


def start(load: Callable[[str, str], ModuleType]) -> None:
    """Begin to watch this process; `load(name, path)` loads a module from a file."""
    here = __file__.rpartition("/")[0]
    path = os.environ["PLAYBACK"]
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    log_file = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, LOG_DESCRIPTOR)
    os.close(descriptor)

    def log(event: str, details: object = "", t: int | None = None) -> None:
        row = f"{now() if t is None else t} {event} {details}\n"
        try:  # noqa: SIM105  contextlib is not imported into the program
            os.write(log_file, row.encode(errors="replace"))
        except OSError:  # a full disk, or a program that closes all files: nothing of its concern
            pass

    now = time.perf_counter_ns
    if os.environ["PLAYBACK_CLOCK"] == "exact":

        def needs_real_time(reason: str) -> NoReturn:
            log("needs-real-time", reason)
            os._exit(NEEDS_REAL_TIME)

        now = load("_playback_clock", f"{here}/clock.py").install(needs_real_time).now
    hosts: dict[str, dict[str, int]] = {}
    for entry in os.environ["PLAYBACK_HOSTS"].split():
        address, _, port = entry.partition("=")
        host, _, declared = address.rpartition(":")
        hosts.setdefault(host, {})[declared] = int(port)
    loopback = load("_playback_loopback", f"{here}/loopback.py")
    loopback.install(hosts, lambda host: log("refused", " ".join(host.split())))

    for name in ("stdout", "stderr"):
        stream = _logged(getattr(sys, name), name, now, log)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)

    if os.environ.get("PLAYBACK_PROCESS") != str(os.getppid()):
        return  # a process that the program itself started
    process = os.getpid()
    log("start")
    atexit.register(lambda: log("end") if os.getpid() == process else None)
    # On this signal, capture learns where a program hangs.
    stack = os.open(f"{path}.stack", os.O_WRONLY | os.O_CREAT)
    faulthandler.register(signal.SIGUSR1, file=fcntl.fcntl(stack, fcntl.F_DUPFD_CLOEXEC, 100))
    os.close(stack)
    script, zero_line = os.environ["PLAYBACK_SCRIPT"], int(os.environ["PLAYBACK_ZERO"])
    _when_line_is_reached(script, zero_line, lambda: log("zero"))


def _logged(stream: Any, name: str, now: Callable[[], int], log: Callable[..., None]) -> Any:
    """`stream` as a terminal would have it, line by line, with each write to it logged."""

    class LoggedFile(io.FileIO):
        """A standard stream's file that logs how many bytes were written when."""

        written = 0

        def write(self, data: Any, /) -> int:
            t = now()
            count = super().write(data)
            if self.written < OUTPUT_LIMIT and count:
                self.written += count
                log(name, count, t)
            return count

    raw = LoggedFile(stream.fileno(), "wb", closefd=False)
    raw.name = stream.name
    text: Any = io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors=stream.errors,
        newline="\n",
        line_buffering=True,
    )
    text.mode = "w"
    return text


def _when_line_is_reached(script: str, line: int, then: Callable[[], None]) -> None:
    """Call `then` once, when the module of `script` reaches `line` or one below it."""
    if sys.version_info >= (3, 12):
        _when_line_is_reached_monitored(script, line, then)
        return

    def in_module(frame: FrameType, event: str, argument: object) -> Any:
        if event == "line" and frame.f_lineno >= line:
            sys.settrace(None)
            then()
            return None
        return in_module

    def in_any(frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        return in_module if code.co_name == "<module>" and code.co_filename == script else None

    sys.settrace(in_any)


if sys.version_info >= (3, 12):

    def _when_line_is_reached_monitored(script: str, line: int, then: Callable[[], None]) -> None:
        monitoring = sys.monitoring
        tool, events = 4, monitoring.events
        monitoring.use_tool_id(tool, "playback")

        def on_start(code: CodeType, offset: int) -> object:
            if code.co_name == "<module>" and code.co_filename == script:
                monitoring.set_local_events(tool, code, events.LINE)
                monitoring.set_events(tool, events.NO_EVENTS)
            return monitoring.DISABLE

        def on_line(code: CodeType, number: int) -> object:
            if number >= line:
                monitoring.set_local_events(tool, code, events.NO_EVENTS)
                monitoring.free_tool_id(tool)
                then()
            return monitoring.DISABLE

        monitoring.register_callback(tool, events.PY_START, on_start)
        monitoring.register_callback(tool, events.LINE, on_line)
        monitoring.set_events(tool, events.PY_START)
