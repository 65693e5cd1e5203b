# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""An event loop, step 1: whoever is ready takes a turn."""

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


async def chop(what: str, cuts: int) -> None:
    for cut in range(1, cuts + 1):
        for _ in range(2_000_000):
            pass
        print(f"{what}: cut {cut}")
        await Pause()


def main() -> None:
    ready.extend([chop("onions", 2), chop("carrots", 3)])
    run()


if __name__ == "__main__":
    main()
