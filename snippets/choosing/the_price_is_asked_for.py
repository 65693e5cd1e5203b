"""The same bill, whose prices are asked for at the market."""

import asyncio

PRICES = {"soup": 4, "fish": 13}


async def price(dish: str) -> int:
    await asyncio.sleep(0.1)  # ask the market
    return PRICES[dish]


async def total(dishes: list[str]) -> int:
    return sum([await price(dish) for dish in dishes])


async def bill(guest: str, dishes: list[str]) -> str:
    return f"{guest} pays {await total(dishes)}"


async def main() -> None:
    print(await bill("Ana", ["soup", "fish"]))


# --8<-- [start:start]
if __name__ == "__main__":
    asyncio.run(main())
    # --8<-- [end:start]
