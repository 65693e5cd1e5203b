"""A cook stares at the fish, and the kitchen clock stands still."""

import asyncio
import time


async def tick() -> None:
    for number in range(1, 5):
        print(f"tick {number}")
        await asyncio.sleep(0.1)


async def fry_fish() -> None:
    await asyncio.sleep(0.15)
    print("fish: into the pan")
    # --8<-- [start:fry]
    time.sleep(0.3)  # noqa: ASYNC251
    # --8<-- [end:fry]
    print("fish: turned")


async def main() -> None:
    await asyncio.gather(tick(), fry_fish())


if __name__ == "__main__":
    asyncio.run(main())
