"""The exact clock: time passes only while a program sleeps, and then at once.

It stands in for `time.sleep`, the clocks of `time`, and the wait of asyncio's selector, so that an
hour of sleeping takes milliseconds and the same program prints the same bytes on every machine.
It serves programs of one thread without sockets, processes or standard-library timers; one that
reaches for those is told to the caller, who runs it again on the real clock.
"""

import selectors
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn, SupportsIndex

# Audit events (docs.python.org/3/library/audit_events.html) of what real time is needed for.
NEEDS_REAL_TIME = {
    "_thread.start_new_thread": "starts a thread",
    "_thread.start_joinable_thread": "starts a thread",
    "os.fork": "starts a process",
    "os.forkpty": "starts a process",
    "os.posix_spawn": "starts a process",
    "subprocess.Popen": "starts a process",
    "socket.connect": "connects a socket",
    "socket.bind": "binds a socket",
    "socket.getaddrinfo": "looks up a host",
    "socket.gethostbyname": "looks up a host",
}


class ExactClock:
    """A clock in whole nanoseconds, from zero, that only `advance` moves."""

    def __init__(self) -> None:
        self.ns = 0

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass."""
        self.ns += round(seconds * 1_000_000_000)

    def sleep(self, seconds: float | SupportsIndex, /) -> None:
        """`time.sleep`, without the wait."""
        duration = float(seconds)
        if duration < 0:
            raise ValueError("sleep length must be non-negative")
        self.advance(duration)

    def seconds(self) -> float:
        """`time.monotonic` and the others."""
        return self.ns / 1_000_000_000

    def nanoseconds(self) -> int:
        """`time.monotonic_ns` and the others."""
        return self.ns


def install(needs_real_time: Callable[[str], NoReturn]) -> ExactClock:
    """Put the exact clock under this interpreter, for good.

    `needs_real_time` is called with a few words, and must not return, when the program does
    something that only real time can serve.
    """
    clock = ExactClock()
    time.sleep = clock.sleep
    for name in ("monotonic", "perf_counter", "time"):
        setattr(time, name, clock.seconds)
        setattr(time, f"{name}_ns", clock.nanoseconds)
    for name in ("process_time", "thread_time"):
        for suffix in ("", "_ns"):
            setattr(time, name + suffix, lambda: needs_real_time("measures its work"))

    for name in ("SelectSelector", "PollSelector", "EpollSelector", "KqueueSelector"):
        if selector := getattr(selectors, name, None):
            selector.select = _select_at_once(selector.select, clock)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if reason := NEEDS_REAL_TIME.get(event):
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
