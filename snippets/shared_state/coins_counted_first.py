"""Three tables pay into one till, and are counted before they are added."""

import asyncio

till = {"coins": 0}


async def count_coins(table: int) -> int:
    await asyncio.sleep(0.1 * table)
    return 10


async def pay(table: int) -> None:
    # --8<-- [start:two-lines]
    coins = await count_coins(table)
    till["coins"] += coins
    # --8<-- [end:two-lines]
    print(f"table {table} paid: {till['coins']} coins in the till")


async def main() -> None:
    await asyncio.gather(pay(1), pay(2), pay(3))


if __name__ == "__main__":
    asyncio.run(main())
