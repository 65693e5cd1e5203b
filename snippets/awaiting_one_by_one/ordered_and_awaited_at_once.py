"""Three tasks, each awaited before the next is created."""

import asyncio

DISHES = {"eggs": 0.3, "toast": 0.15, "coffee": 0.2}


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return f"{dish}: ready"


async def main() -> None:
    # --8<-- [start:orders]
    for dish, seconds in DISHES.items():
        order = asyncio.create_task(cook(dish, seconds))
        print(await order)
    # --8<-- [end:orders]


if __name__ == "__main__":
    asyncio.run(main())
