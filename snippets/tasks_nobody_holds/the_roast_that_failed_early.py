"""A roast fails early, and the table is laid all the same."""

import asyncio


async def roast() -> None:
    await asyncio.sleep(0.1)
    raise RuntimeError("the oven is cold")


async def lay_table() -> None:
    await asyncio.sleep(0.4)
    print("table: laid")


async def main() -> None:
    orders = [asyncio.create_task(roast())]
    await lay_table()
    print(f"dinner: {len(orders)} dish on its way, be seated")


if __name__ == "__main__":
    asyncio.run(main())
