"""The same bill again; only the top of the program asks the market."""

import asyncio

PRICES = {"soup": 4, "fish": 13}


async def ask_the_market(dish: str) -> int:
    await asyncio.sleep(0.1)
    return PRICES[dish]


def total(prices: list[int]) -> int:
    return sum(prices)


def bill(guest: str, prices: list[int]) -> str:
    return f"{guest} pays {total(prices)}"


async def main() -> None:
    dishes = ["soup", "fish"]
    prices = await asyncio.gather(*[ask_the_market(dish) for dish in dishes])
    print(bill("Ana", prices))


if __name__ == "__main__":
    asyncio.run(main())
