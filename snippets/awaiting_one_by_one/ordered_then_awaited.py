"""Three tasks, all created before the first is awaited."""

import asyncio

DISHES = {"eggs": 0.3, "toast": 0.15, "coffee": 0.2}


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return f"{dish}: ready"


async def main() -> None:
    # --8<-- [start:orders]
    async with asyncio.TaskGroup() as kitchen:
        orders = [
            kitchen.create_task(cook(dish, seconds))
            for dish, seconds in DISHES.items()
        ]
        for order in orders:
            print(await order)
    # --8<-- [end:orders]


if __name__ == "__main__":
    asyncio.run(main())
