"""A dish is called off twice: by a timeout, then by hand. It cleans up each time."""

import asyncio


async def roast() -> None:
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        await asyncio.sleep(0.05)  # the oven cools
        raise


async def main() -> None:
    try:
        async with asyncio.timeout(0.1):
            await roast()
    except TimeoutError:
        print("too late")
    task = asyncio.create_task(roast(), name="roast")
    await asyncio.sleep(0.2)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("called off")


asyncio.run(main())
