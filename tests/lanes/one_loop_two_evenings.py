"""One event loop that runs twice; between the two, the cook does something else."""

import asyncio
import time


async def evening(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)


with asyncio.Runner() as runner:
    runner.run(evening("soup", 0.1))
    time.sleep(0.05)
    runner.run(evening("rice", 0.2))
