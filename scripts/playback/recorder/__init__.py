"""Watches a running program from within its own process and keeps a log of what it did.

`sitecustomize` calls `start` before the program's first line. Nothing of the program changes: it
prints the same bytes and ends with the same status. The log is a text file for each process, of
lines `<nanoseconds> <event> <details>`. It is written through memory that the system keeps when
a program is killed, so that it is whole up to that moment; `playback.log` reads it back. What
tasks, threads and processes do is found out by `hooks` and `actors`.

The settings come from the environment: PLAYBACK (the log's path), PLAYBACK_SCRIPT (the program's
path), PLAYBACK_ZERO (the line that ends its imports), PLAYBACK_CLOCK (real or exact) and
PLAYBACK_HOSTS ("host:port=local port", separated by blanks). PLAYBACK_WATCH is "imports" if nothing
is to be watched after them, so that the program runs as fast as it can.
"""

from __future__ import annotations  # what only types need is not imported into the program

import atexit
import faulthandler
import io
import mmap
import os
import resource
import signal
import sys
import time
import zlib

from playback import loopback
from playback.recorder import hooks
from playback.recorder.actors import Watcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

OUTPUT_LIMIT = 256 * 1024  # bytes of a program's output that are kept
NEEDS_REAL_TIME = 113  # exit status of a program that the exact clock cannot serve
LOG_SIZE = 16 * 1024 * 1024  # bytes of the program's log; what is over is lost
CHILD_LOG_SIZE = 2 * 1024 * 1024  # of each process that it starts
LOG_DESCRIPTOR = 100  # from here on, out of the way of the descriptors that a program counts


class Log:
    """A process's log: rows in memory that is shared with a file of `size` bytes."""

    def __init__(self, path: str, size: int) -> None:
        self.path = path
        self.memory: Any = None
        self.open(size)

    def open(self, size: int) -> None:
        """Begin the log of this process. Without room on the disk there is none."""
        self.memory, self.end, self.full = None, 0, False
        self.most = size - 64  # the last row says that it is full
        try:
            file = os.open(f"{self.path}.{os.getpid()}", os.O_RDWR | os.O_CREAT)
        except OSError:
            return
        places = [file]
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file, 0, size)  # or a full disk would kill the program
            else:
                os.ftruncate(file, size)
            while places[-1] < LOG_DESCRIPTOR:
                places.append(os.dup(file))
            self.memory = mmap.mmap(file, size)
        except OSError:
            pass
        for place in places:
            os.close(place)

    def write(self, t: int, event: str, *details: object) -> None:
        """Add a row. There is no call between the two uses of `end`: no other thread gets in."""
        told = "\t".join(map(str, details))
        row = f"{t} {event} {told}\n".encode(errors="replace").replace(b"\0", b"?")
        size = len(row)
        end = self.end
        self.end = end + size
        if self.memory is None or self.full:
            return
        if end + size > self.most:
            self.full = True
            row = f"{t} full \n".encode()
            size = len(row)
        self.memory[end : end + size] = row


def start() -> None:
    """Begin to watch this process."""
    path = os.environ["PLAYBACK"]
    program = os.environ.get("PLAYBACK_PROCESS") == str(os.getppid())
    log = Log(path, LOG_SIZE if program else CHILD_LOG_SIZE)
    now, cpu, sleeps = time.perf_counter_ns, time.thread_time_ns, _sleeps
    if os.environ["PLAYBACK_CLOCK"] == "exact":

        def needs_real_time(reason: str) -> NoReturn:
            log.write(now(), "needs-real-time", reason)
            os._exit(NEEDS_REAL_TIME)

        from playback import clock  # its imports are not for a program that runs in real time

        now = clock.install(needs_real_time).now

        def cpu() -> int:
            return 0  # on that clock, work takes no time

        sleeps = now

    hosts: dict[str, dict[str, int]] = {}
    for entry in os.environ["PLAYBACK_HOSTS"].split():
        address, _, port = entry.partition("=")
        host, _, declared = address.rpartition(":")
        hosts.setdefault(host, {})[declared] = int(port)
    loopback.install(hosts, lambda host: log.write(now(), "refused", " ".join(host.split())))

    script = os.environ["PLAYBACK_SCRIPT"]
    watcher = Watcher(log.write, now, cpu, sleeps, os.getpid(), script)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # as in a process that was started without it
            continue
        stream = _logged(getattr(sys, name), name, now, log, watcher)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)

    def forked() -> None:
        log.open(CHILD_LOG_SIZE)
        watcher.forked(os.getpid())

    os.register_at_fork(after_in_child=forked)
    if program:
        process = os.getpid()
        log.write(now(), "start", _place(1), _place(2))
        atexit.register(lambda: _end(log, watcher, now) if os.getpid() == process else None)
        # On this signal, capture learns where a program hangs.
        stack = os.open(f"{path}.stack", os.O_WRONLY | os.O_CREAT)
        faulthandler.register(signal.SIGUSR1, file=_high(stack))
    else:
        watcher.process_begins("", "", "")
    zero_line = int(os.environ["PLAYBACK_ZERO"]) if program else sys.maxsize
    only_imports = os.environ.get("PLAYBACK_WATCH") == "imports"
    if program or not only_imports:
        hooks.listen(watcher, script, zero_line, lambda: log.write(now(), "zero"), only_imports)


def _place(descriptor: int) -> str:
    """Where an open file leads: two that lead to the same place say the same."""
    try:
        status = os.fstat(descriptor)
    except OSError:
        return ""
    return f"{status.st_dev}:{status.st_ino}"


def _sleeps() -> int:
    """How often the calling thread gave its processor back by itself; as if always, if unknown."""
    if not hasattr(resource, "RUSAGE_THREAD"):
        return time.perf_counter_ns()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw


def _end(log: Log, watcher: Watcher, now: Callable[[], int]) -> None:
    """The program's last word before the interpreter is shut down."""
    watcher.close()
    log.write(now(), "end")


def _high(descriptor: int) -> int:
    """The same file under a number that is out of the way."""
    places = [descriptor]
    while places[-1] < LOG_DESCRIPTOR:
        places.append(os.dup(descriptor))
    os.set_inheritable(places[-1], False)
    for place in places[:-1]:
        os.close(place)
    return places[-1]


def _logged(stream: Any, name: str, now: Callable[[], int], log: Log, watcher: Watcher) -> Any:
    """`stream` as a terminal would have it, line by line, with each write to it logged."""

    class LoggedFile(io.FileIO):
        """A standard stream's file that logs how many bytes were written when."""

        written = 0

        def write(self, data: Any, /) -> int:
            t = now()
            count = super().write(data)
            if self.written < OUTPUT_LIMIT and count:
                self.written += count
                crc = zlib.crc32(memoryview(data)[:count])
                log.write(t, "wrote", _place(self.fileno()), count, crc, *watcher.speaker())
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
