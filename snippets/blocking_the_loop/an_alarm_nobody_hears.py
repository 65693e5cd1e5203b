"""Two ways to fry a fish for too long; only one of them can be stopped."""

import asyncio
import time


async def stare_at_it() -> None:
    time.sleep(0.3)  # noqa: ASYNC251


async def set_a_timer() -> None:
    await asyncio.sleep(0.3)


async def main() -> None:
    for fry in (stare_at_it, set_a_timer):
        print(f"{fry.__name__}: into the pan")
        try:
            async with asyncio.timeout(0.1):
                await fry()
            print(f"{fry.__name__}: done in time")
        except TimeoutError:
            print(f"{fry.__name__}: timed out")


if __name__ == "__main__":
    asyncio.run(main())
