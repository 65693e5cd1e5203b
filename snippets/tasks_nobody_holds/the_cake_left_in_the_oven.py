"""A cake is ordered, the kitchen closes, and nobody asks for the cake."""

import asyncio


async def bake_cake() -> None:
    print("cake: into the oven")
    await asyncio.sleep(0.3)
    print("cake: on the table")


async def take_order() -> None:
    asyncio.create_task(bake_cake())  # noqa: RUF006
    print("order: taken")


async def main() -> None:
    await take_order()
    await asyncio.sleep(0.1)
    print("soup: on the table")


if __name__ == "__main__":
    asyncio.run(main())
