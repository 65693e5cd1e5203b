# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""Step 2 again, with a dish that fails."""

import heapq
import time
from collections import deque
from collections.abc import Coroutine, Generator
from itertools import count

Dish = Coroutine[float, None, None]

ready: deque[Dish] = deque()
timers: list[tuple[float, int, Dish]] = []
numbers = count()


class Sleep:
    """What a dish awaits to go on after a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator[float, None, None]:
        """Give the cook back, and say for how long."""
        yield self.seconds


def run() -> None:
    while ready or timers:
        run_once()


def run_once() -> None:
    if not ready:
        time.sleep(max(0, timers[0][0] - time.monotonic()))
    while timers and timers[0][0] <= time.monotonic():
        _, _, dish = heapq.heappop(timers)
        ready.append(dish)
    for _ in range(len(ready)):
        step(ready.popleft())


def step(dish: Dish) -> None:
    try:
        seconds = dish.send(None)
    except StopIteration:
        return
    due = time.monotonic() + seconds
    heapq.heappush(timers, (due, next(numbers), dish))


async def boil(pot: str, seconds: float) -> None:
    print(f"{pot}: timer set")
    await Sleep(seconds)
    print(f"{pot}: done")


# --8<-- [start:toast]
async def make_toast() -> None:
    await Sleep(0.1)
    raise ValueError("burnt")


def main() -> None:
    ready.extend([boil("soup", 0.3), make_toast()])
    run()
    print("dinner is served")
    # --8<-- [end:toast]


if __name__ == "__main__":
    main()
