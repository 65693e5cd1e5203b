"""uvloop, whose loop is not in Python: what its tasks do is seen all the same."""

import asyncio
import time

import uvloop


async def order(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    if dish == "steak":
        raise ValueError("burnt")


async def chop() -> None:
    await asyncio.sleep(0.1)
    time.sleep(0.1)


async def main() -> None:
    await asyncio.sleep(0.1)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(order("soup", 0.05), name="soup")
            group.create_task(order("steak", 0.3))
            group.create_task(order("cake", 1))
            group.create_task(chop())
            await asyncio.to_thread(time.sleep, 0.1)
    except* ValueError:
        print("burnt")


uvloop.run(main())
