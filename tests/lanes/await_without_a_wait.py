"""Awaiting a coroutine that never suspends lets nobody else go on."""

import asyncio
import time


async def chop(dish: str) -> str:
    time.sleep(0.1)
    return dish


async def main() -> None:
    other = asyncio.create_task(asyncio.sleep(0), name="other")
    for dish in ("salad", "onion"):
        await chop(dish)
    print(other.done())
    await other


asyncio.run(main())
