"""The guest leaves; the cake, shielded, is baked to its end."""

import asyncio


async def bake() -> str:
    await asyncio.sleep(0.3)
    return "cake"


async def guest(cake: asyncio.Task[str]) -> None:
    print(await asyncio.shield(cake))


async def main() -> None:
    cake = asyncio.create_task(bake(), name="oven")
    waiting = asyncio.create_task(guest(cake), name="guest")
    await asyncio.sleep(0.1)
    waiting.cancel()
    print(await cake)


asyncio.run(main())
