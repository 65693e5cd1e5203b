"""The same cake, and a kitchen that stays open until it is baked."""

import asyncio


async def bake_cake() -> None:
    print("cake: into the oven")
    await asyncio.sleep(0.3)
    print("cake: on the table")


def take_order() -> asyncio.Task[None]:
    cake = asyncio.create_task(bake_cake())
    print("order: taken")
    return cake


async def main() -> None:
    cake = take_order()
    await asyncio.sleep(0.1)
    print("soup: on the table")
    await cake


if __name__ == "__main__":
    asyncio.run(main())
