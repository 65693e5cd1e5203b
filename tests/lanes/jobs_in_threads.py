"""Blocking calls, each in a thread of its own, beside a timer of the loop."""

import asyncio
import time


def chop(dish: str) -> str:
    time.sleep(0.3)
    return dish


async def main() -> None:
    await asyncio.gather(
        asyncio.to_thread(chop, "salad"),
        asyncio.to_thread(time.sleep, 0.15),
        asyncio.sleep(0.2),
    )


asyncio.run(main())
