# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Step 1 again, with dishes that have to wait: they ask, and ask."""

import time
from collections import deque
from collections.abc import Coroutine, Generator

ready: deque[Coroutine[None, None, None]] = deque()


class Pause:
    """What a dish awaits to let the others go on."""

    def __await__(self) -> Generator[None, None, None]:
        """Give the cook back once."""
        yield


def run() -> None:
    while ready:
        dish = ready.popleft()
        try:
            dish.send(None)  # until its next pause
        except StopIteration:
            continue  # it has ended
        ready.append(dish)


# --8<-- [start:asking]
looks = {"soup": 0, "rice": 0}


async def boil(pot: str, seconds: float) -> None:
    due = time.monotonic() + seconds
    while time.monotonic() < due:
        for _ in range(200_000):  # lift the lid and look
            pass
        looks[pot] += 1
        await Pause()


def main() -> None:
    work = time.process_time()
    ready.extend([boil("soup", 0.3), boil("rice", 0.2)])
    run()
    print(f"looks: {looks}")
    print(f"work: {time.process_time() - work:.2f} s")
    # --8<-- [end:asking]


if __name__ == "__main__":
    main()
