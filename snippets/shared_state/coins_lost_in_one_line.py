"""Three tables pay into one till, by a line that looks safe."""

import asyncio

till = {"coins": 0}


async def count_coins(table: int) -> int:
    await asyncio.sleep(0.1 * table)
    return 10


async def pay(table: int) -> None:
    # --8<-- [start:one-line]
    till["coins"] += await count_coins(table)
    # --8<-- [end:one-line]
    print(f"table {table} paid: {till['coins']} coins in the till")


async def main() -> None:
    await asyncio.gather(pay(1), pay(2), pay(3))


if __name__ == "__main__":
    asyncio.run(main())
