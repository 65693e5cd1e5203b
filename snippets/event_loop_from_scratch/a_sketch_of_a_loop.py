# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""A loop as it is often sketched, with its undefined names filled in."""

import time
from collections.abc import Coroutine, Generator

Dish = Coroutine[float, None, None]


class Sleep:
    """What a dish awaits to go on after a time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator[float, None, None]:
        """Give the cook back, and say for how long."""
        yield self.seconds


# --8<-- [start:sketch]
def run(ready: list[Dish]) -> None:
    waiting: dict[Dish, float] = {}
    while ready or waiting:
        now = time.time()
        for dish, due in waiting.items():
            if now >= due:
                ready.append(dish)
                del waiting[dish]
        for dish in ready:
            try:
                waiting[dish] = now + dish.send(None)
            except StopIteration:
                continue  # it has ended
            # --8<-- [end:sketch]


async def boil(pot: str, seconds: float) -> None:
    print(f"{pot}: timer set")
    await Sleep(seconds)
    print(f"{pot}: done")


def main() -> None:
    run([boil("soup", 0.3), boil("rice", 0.2)])


if __name__ == "__main__":
    main()
