"""A loop written by hand drives native coroutines: what `await` does underneath."""

import time
from collections.abc import Coroutine, Generator
from typing import Any


class Turn:
    """What a coroutine awaits to let the others go on."""

    def __await__(self) -> Generator[None, None, None]:
        """Suspend once."""
        yield


async def cook(dish: str, steps: int) -> str:
    for _ in range(steps):
        time.sleep(0.05)
        await Turn()
    return dish


def kitchen(cooks: list[Coroutine[Any, None, str]]) -> None:
    while cooks:
        turn = cooks.pop(0)
        try:
            turn.send(None)
            cooks.append(turn)
        except StopIteration as done:
            print(done.value, "ready")


kitchen([cook("soup", 2), cook("rice", 3)])
