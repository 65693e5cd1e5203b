"""A queue for each evening, made in the loop that will use it."""

import asyncio


async def cook(orders: asyncio.Queue[str]) -> None:
    print(f"cook: {await orders.get()}")


async def evening(dish: str) -> None:
    # --8<-- [start:rail]
    orders: asyncio.Queue[str] = asyncio.Queue()
    # --8<-- [end:rail]
    async with asyncio.TaskGroup() as kitchen:
        kitchen.create_task(cook(orders))
        await asyncio.sleep(0.1)
        await orders.put(dish)


if __name__ == "__main__":
    asyncio.run(evening("soup"))
    asyncio.run(evening("rice"))
