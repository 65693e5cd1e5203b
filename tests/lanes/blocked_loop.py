"""A cook who chops keeps the loop; the timer rings late."""

import asyncio
import time


async def timer() -> None:
    while True:
        print("tick")
        await asyncio.sleep(0.05)


async def cook() -> None:
    await asyncio.sleep(0.13)
    time.sleep(0.3)
    print("chopped")


async def main() -> None:
    ticks = asyncio.create_task(timer(), name="timer")
    await asyncio.create_task(cook(), name="cook")
    await asyncio.sleep(0.12)
    ticks.cancel()


asyncio.run(main())
