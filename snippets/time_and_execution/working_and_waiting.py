"""Two ways for a program to take time."""

import time
from collections.abc import Callable


def chop() -> None:
    for _ in range(5_000_000):
        pass


def simmer() -> None:
    time.sleep(0.3)


def measure(name: str, step: Callable[[], None]) -> None:
    on_the_clock, at_work = time.perf_counter(), time.process_time()
    step()
    on_the_clock = time.perf_counter() - on_the_clock
    at_work = time.process_time() - at_work
    print(
        f"{name}: {on_the_clock:.2f} s on the clock, {at_work:.2f} s of work"
    )


if __name__ == "__main__":
    measure("chop", chop)
    measure("simmer", simmer)
