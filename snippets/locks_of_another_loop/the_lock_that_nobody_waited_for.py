"""A global lock, free whenever it is asked for: nothing seems wrong."""

import asyncio

# --8<-- [start:oven]
oven = asyncio.Lock()
# --8<-- [end:oven]


async def bake(dish: str) -> None:
    async with oven:
        await asyncio.sleep(0.1)
        print(f"{dish}: baked")


async def evening(*dishes: str) -> None:
    results = await asyncio.gather(
        *(bake(dish) for dish in dishes), return_exceptions=True
    )
    for result in results:
        if result:
            print(f"{type(result).__name__}: {result}")


if __name__ == "__main__":
    asyncio.run(evening("bread"))
    asyncio.run(evening("bread", "cake"))
    asyncio.run(evening("bread"))
    asyncio.run(evening("bread", "cake"))
