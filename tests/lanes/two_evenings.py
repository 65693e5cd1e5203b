"""Two event loops, one after the other, in one thread."""

import asyncio
import time


async def evening(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)


asyncio.run(evening("soup", 0.1))
time.sleep(0.05)
asyncio.run(evening("rice", 0.2))
