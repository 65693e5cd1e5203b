"""What steps 1 and 2 hand to their loop, handed to asyncio's."""

import asyncio
from collections.abc import Generator


class Pause:
    """As in step 1."""

    def __await__(self) -> Generator[None, None, None]:
        """Give the cook back once."""
        yield


class Sleep:
    """As in step 2."""

    def __await__(self) -> Generator[float, None, None]:
        """Give the cook back, and say for how long."""
        yield 0.1


async def main() -> None:
    await Pause()
    print("paused, and went on")
    try:
        await Sleep()
    except RuntimeError as error:
        print(f"RuntimeError: {error}")


if __name__ == "__main__":
    asyncio.run(main())
