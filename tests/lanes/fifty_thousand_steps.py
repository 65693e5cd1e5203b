"""Fifty thousand steps between two waits, beside a task that only waits."""

import asyncio


async def stir(times: int) -> None:
    await asyncio.sleep(0.1)
    for _ in range(times):
        await asyncio.sleep(0)
    await asyncio.sleep(0.15)


async def main() -> None:
    pot = asyncio.create_task(stir(50_000), name="pot")
    await pot
    print("stirred")


asyncio.run(main())
