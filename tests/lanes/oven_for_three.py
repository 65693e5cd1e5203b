"""Ten cakes and an oven that holds three: a semaphore."""

import asyncio


async def bake(oven: asyncio.Semaphore, number: int) -> int:
    async with oven:
        await asyncio.sleep(0.1)
    return number


async def main() -> None:
    oven = asyncio.Semaphore(3)
    await asyncio.gather(*(bake(oven, number) for number in range(10)))


asyncio.run(main())
