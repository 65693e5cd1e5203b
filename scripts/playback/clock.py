"""The exact clock: time passes only while a program sleeps, and then at once.

It stands in for `time.sleep`, the clocks of `time`, and the wait of asyncio's selector, so that an
hour of sleeping takes milliseconds and the same program prints the same bytes on every machine.
It serves programs of one thread without sockets, processes or standard-library timers; one that
reaches for those is told to the caller, who runs it again on the real clock.
"""

from __future__ import annotations  # what only types need is not imported into the program

import faulthandler
import operator
import selectors
import signal
import sys
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn, SupportsIndex

# Who imports one of these wants a network; the import of most takes longer than all before it.
NETWORKS = (
    *("aiohttp", "asyncpg", "distributed", "fastapi", "httpx"),
    *("psycopg", "pymongo", "requests", "starlette", "uvicorn"),
)
# What real time is needed for, by audit event (docs.python.org/3/library/audit_events.html), or by
# the module that is imported for it alone where there is no event.
EVENTS = {
    **dict.fromkeys(NETWORKS, "imports what connects sockets"),
    "_thread.start_new_thread": "starts a thread",
    "_thread.start_joinable_thread": "starts a thread",
    "os.fork": "starts a process",
    "os.forkpty": "starts a process",
    "os.posix_spawn": "starts a process",
    "os.system": "starts a process",
    "multiprocessing.popen_forkserver": "starts a process",
    "multiprocessing.popen_spawn_posix": "starts a process",
    "subprocess.Popen": "starts a process",
    "socket.connect": "connects a socket",
    "socket.bind": "binds a socket",
    "socket.sendto": "sends by a socket",
    "socket.sendmsg": "sends by a socket",
    "socket.getaddrinfo": "looks up a host",
    "socket.gethostbyaddr": "looks up a host",
    "socket.gethostbyname": "looks up a host",
    "socket.getnameinfo": "looks up a host",
    "trio": "runs on Trio's loop",
    "uvloop": "runs on a loop in C",
}
# The same for functions without an event.
FUNCTIONS: list[tuple[Any, str, str]] = [
    (faulthandler, "dump_traceback_later", "sets a watchdog"),
    (signal, "alarm", "sets a timer of the system"),
    (signal, "setitimer", "sets a timer of the system"),
    (threading.Condition, "wait", "waits for another thread"),
    (time, "process_time", "measures its work"),
    (time, "process_time_ns", "measures its work"),
    (time, "thread_time", "measures its work"),
    (time, "thread_time_ns", "measures its work"),
]
if sys.version_info < (3, 12):
    FUNCTIONS.append((threading, "_start_new_thread", "starts a thread"))
MOST_LOOKS = 100_000  # at a clock that stands still, before the program counts as waiting for it


class ExactClock:
    """A clock in whole nanoseconds, from zero, that only `advance` moves."""

    def __init__(self, needs_real_time: Callable[[str], NoReturn]) -> None:
        self.passed = 0
        self.looks = 0
        self.needs_real_time = needs_real_time

    def now(self) -> int:
        """Nanoseconds, for who is not the program itself."""
        return self.passed

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass: a nanosecond at least if there are any, as a real sleep does."""
        self.passed += max(round(seconds * 1_000_000_000), seconds > 0)
        self.looks = 0

    def sleep(self, seconds: float | SupportsIndex, /) -> None:
        """`time.sleep`, without the wait."""
        duration = seconds if isinstance(seconds, float) else operator.index(seconds)
        if duration < 0:
            raise ValueError("sleep length must be non-negative")
        self.advance(duration)

    def seconds(self) -> float:
        """`time.monotonic` and the others."""
        return self.nanoseconds() / 1_000_000_000

    def nanoseconds(self) -> int:
        """`time.monotonic_ns` and the others."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            self.needs_real_time("waits by watching the clock")
        return self.passed


def install(needs_real_time: Callable[[str], NoReturn]) -> ExactClock:
    """Put the exact clock under this interpreter, for good.

    `needs_real_time` is called with a few words, and must not return, when the program does
    something that only real time can serve.
    """
    clock = ExactClock(needs_real_time)
    time.sleep = clock.sleep
    for name in ("monotonic", "perf_counter", "time"):
        setattr(time, name, clock.seconds)
        setattr(time, f"{name}_ns", clock.nanoseconds)
    for place, name, reason in FUNCTIONS:
        setattr(place, name, lambda *_, why=reason, **__: needs_real_time(why))

    for name in ("SelectSelector", "PollSelector", "EpollSelector", "KqueueSelector"):
        if selector := getattr(selectors, name, None):
            selector.select = _select_at_once(selector.select, clock)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if reason := EVENTS.get(arguments[0] if event == "import" else event):
            needs_real_time(reason)

    sys.addaudithook(audit)
    return clock


def _select_at_once(select: Callable[..., Any], clock: ExactClock) -> Callable[..., Any]:
    """A selector's `select` that lets its timeout pass on `clock` if no file is ready yet."""

    def select_at_once(self: Any, timeout: float | None = None) -> Any:
        if timeout is None:
            return select(self, None)  # nothing but a signal can wake this program
        ready = select(self, 0)
        if not ready and timeout > 0:
            clock.advance(timeout)
        return ready

    return select_at_once
