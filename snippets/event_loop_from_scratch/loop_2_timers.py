"""An event loop, step 2: timers, and a sleep until the next one rings."""

import heapq
import time
from collections import deque
from collections.abc import Coroutine, Generator
from itertools import count

Dish = Coroutine[float, None, None]

ready: deque[Dish] = deque()
# --8<-- [start:timers]
timers: list[tuple[float, int, Dish]] = []
numbers = count()
# --8<-- [end:timers]


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


def main() -> None:
    ready.extend([boil("soup", 0.3), boil("rice", 0.2), boil("tea", 0.1)])
    run()


if __name__ == "__main__":
    main()
