"""Two waiters wait for the bell: an event."""

import asyncio


async def waiter(bell: asyncio.Event, seconds: float) -> None:
    await bell.wait()
    await asyncio.sleep(seconds)


async def cook(bell: asyncio.Event) -> None:
    await asyncio.sleep(0.15)
    bell.set()


async def main() -> None:
    bell = asyncio.Event()
    async with asyncio.TaskGroup() as kitchen:
        kitchen.create_task(waiter(bell, 0.1), name="first waiter")
        kitchen.create_task(waiter(bell, 0.2), name="second waiter")
        kitchen.create_task(cook(bell), name="cook")


asyncio.run(main())
