# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""The same bill, in which one word is missing."""

import asyncio

PRICES = {"soup": 4, "fish": 13}


async def price(dish: str) -> int:
    await asyncio.sleep(0.1)  # ask the market
    return PRICES[dish]


async def total(dishes: list[str]) -> int:
    # --8<-- [start:total-of]
    return sum([price(dish) for dish in dishes])  # type: ignore[misc]
    # --8<-- [end:total-of]


async def bill(guest: str, dishes: list[str]) -> str:
    return f"{guest} pays {await total(dishes)}"


async def main() -> None:
    print(await bill("Ana", ["soup", "fish"]))


if __name__ == "__main__":
    asyncio.run(main())
