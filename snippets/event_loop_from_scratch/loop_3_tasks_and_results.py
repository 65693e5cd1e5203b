"""An event loop, step 3: tasks keep what a coroutine returns or raises."""

import heapq
import time
from collections import deque
from collections.abc import Coroutine, Generator
from itertools import count
from typing import Any


class Sleep:
    """What a task awaits to go on after a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator[float, None, None]:
        """Give the cook back, and say for how long."""
        yield self.seconds


class Task:
    """A coroutine that was started, how it ended, and who waits for that."""

    def __init__(self, coroutine: Coroutine[Any, None, Any]) -> None:
        self.coroutine = coroutine
        self.done = False
        self.result: Any = None
        self.error: Exception | None = None
        self.waiting: list[Task] = []
        ready.append(self)

    def __await__(self) -> Generator[Any, None, Any]:
        """Give the cook back until the task is done, and take its result."""
        if not self.done:
            yield self
        if self.error:
            raise self.error
        return self.result


ready: deque[Task] = deque()
timers: list[tuple[float, int, Task]] = []
numbers = count()


def run(coroutine: Coroutine[Any, None, Any]) -> None:
    main = Task(coroutine)
    while not main.done:
        run_once()
    if main.error:
        raise main.error


def run_once() -> None:
    if not ready:
        time.sleep(max(0, timers[0][0] - time.monotonic()))
    while timers and timers[0][0] <= time.monotonic():
        _, _, task = heapq.heappop(timers)
        ready.append(task)
    for _ in range(len(ready)):
        step(ready.popleft())


def step(task: Task) -> None:
    try:
        wanted = task.coroutine.send(None)
    except StopIteration as stop:
        task.result = stop.value
    except Exception as error:
        task.error = error
    else:
        put_aside(task, wanted)
        return
    task.done = True
    ready.extend(task.waiting)


def put_aside(task: Task, wanted: Any) -> None:
    if isinstance(wanted, Task):
        wanted.waiting.append(task)
    else:
        due = time.monotonic() + wanted
        heapq.heappush(timers, (due, next(numbers), task))


async def boil(pot: str, seconds: float) -> str:
    await Sleep(seconds)
    return f"{pot} for two"


async def make_toast() -> str:
    await Sleep(0.1)
    raise ValueError("burnt")


async def main() -> None:
    soup = Task(boil("soup", 0.3))
    toast = Task(make_toast())
    try:
        await toast
    except ValueError as error:
        print(f"no toast: {error}")
    print(await soup)


if __name__ == "__main__":
    run(main())
