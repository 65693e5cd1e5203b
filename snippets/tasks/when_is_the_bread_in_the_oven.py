"""Bread is ordered, salad is chopped, soup is heated, bread is awaited."""

import asyncio


async def bake_bread() -> str:
    print("bread: into the oven")
    await asyncio.sleep(0.15)
    print("bread: out of the oven")
    return "a warm loaf"


async def main() -> None:
    order = asyncio.create_task(bake_bread())
    print("main: bread is ordered")
    for _ in range(3_000_000):  # both hands are busy: this is work
        pass
    print("main: salad is chopped")
    await asyncio.sleep(0.3)  # for the soup; not a word of bread
    print("main: soup is hot")
    loaf = await order
    print(f"main: served with {loaf}")


if __name__ == "__main__":
    asyncio.run(main())
