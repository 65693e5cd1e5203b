"""An event loop, step 4: all that can be waited for is a future."""

import heapq
import time
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from itertools import count
from typing import Any

Callback = Callable[[], None]

ready: deque[Callback] = deque()
timers: list[tuple[float, int, Callback]] = []
numbers = count()


class Future:
    """Something that will be there, and what to call when it is."""

    def __init__(self) -> None:
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None
        self.callbacks: list[Callback] = []

    def set_result(self, result: Any) -> None:
        """It is there: whoever waits for it can go on."""
        self.result, self.done = result, True
        ready.extend(self.callbacks)

    def __await__(self) -> Generator["Future", None, Any]:
        """Give the cook back until it is there, and take it."""
        if not self.done:
            yield self
        if self.error:
            raise self.error
        return self.result


class Task(Future):
    """A coroutine under way: a future that is there when it has ended."""

    def __init__(self, coroutine: Coroutine[Future, None, Any]) -> None:
        super().__init__()
        self.coroutine = coroutine
        ready.append(self.step)

    def step(self) -> None:
        """Go on to the next future that is not there, or to the end."""
        try:
            future = self.coroutine.send(None)
        except StopIteration as stop:
            self.set_result(stop.value)
        except Exception as error:
            self.error = error
            self.set_result(None)
        else:
            future.callbacks.append(self.step)


def call_later(seconds: float, callback: Callback) -> None:
    due = time.monotonic() + seconds
    heapq.heappush(timers, (due, next(numbers), callback))


def sleep(seconds: float) -> Future:
    rung = Future()
    call_later(seconds, lambda: rung.set_result(None))
    return rung


def run(coroutine: Coroutine[Future, None, Any]) -> None:
    main = Task(coroutine)
    while not main.done:
        run_once()
    if main.error:
        raise main.error


def run_once() -> None:
    if not ready:
        time.sleep(max(0, timers[0][0] - time.monotonic()))
    while timers and timers[0][0] <= time.monotonic():
        _, _, callback = heapq.heappop(timers)
        ready.append(callback)
    for _ in range(len(ready)):
        callback = ready.popleft()
        callback()


async def bake(dish: str, hot: Future, seconds: float) -> str:
    degrees = await hot
    print(f"{dish}: into the oven, at {degrees} °C")
    await sleep(seconds)
    return f"{dish}: baked"


async def main() -> None:
    hot = Future()
    call_later(0.2, lambda: hot.set_result(220))
    cake = Task(bake("cake", hot, 0.1))
    bread = Task(bake("bread", hot, 0.2))
    print(await cake)
    print(await bread)


if __name__ == "__main__":
    run(main())
