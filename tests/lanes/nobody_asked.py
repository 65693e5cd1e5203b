"""A task fails, and nobody asks for its exception."""

import asyncio


async def order(dish: str) -> None:
    await asyncio.sleep(0.1)
    raise ValueError(f"{dish} is burnt")


async def main() -> None:
    asyncio.create_task(order("soup"), name="soup")
    await asyncio.sleep(0.2)
    print("closed")


asyncio.run(main())
