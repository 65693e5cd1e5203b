"""All plates leave the kitchen together: a barrier."""

import asyncio


async def plate(barrier: asyncio.Barrier, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await barrier.wait()
    await asyncio.sleep(0.1)


async def main() -> None:
    together = asyncio.Barrier(3)
    async with asyncio.TaskGroup() as table:
        table.create_task(plate(together, 0.1), name="soup")
        table.create_task(plate(together, 0.2), name="rice")
        table.create_task(plate(together, 0.3), name="steak")


asyncio.run(main())
