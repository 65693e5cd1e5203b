"""The same table, served by a group."""

import asyncio

ORDERS = {"soup": 0.2, "rice": 0.3, "tea": 0.1}


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")
    return dish


async def main() -> None:
    async with asyncio.TaskGroup() as table:
        slips = [table.create_task(cook(*order)) for order in ORDERS.items()]
    print("served:", [slip.result() for slip in slips])


if __name__ == "__main__":
    asyncio.run(main())
