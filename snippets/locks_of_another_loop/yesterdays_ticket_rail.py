# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""A queue made once for all evenings, and a loop made for each."""

import asyncio

# --8<-- [start:rail]
orders: asyncio.Queue[str] = asyncio.Queue()
# --8<-- [end:rail]


async def cook() -> None:
    print(f"cook: {await orders.get()}")


async def evening(dish: str) -> None:
    async with asyncio.TaskGroup() as kitchen:
        kitchen.create_task(cook())
        await asyncio.sleep(0.1)
        await orders.put(dish)


if __name__ == "__main__":
    asyncio.run(evening("soup"))
    asyncio.run(evening("rice"))
