"""A waiter is quicker than two cooks, and the hatch holds two orders."""

import asyncio


async def waiter(hatch: asyncio.Queue[int]) -> None:
    for number in range(5):
        await asyncio.sleep(0.05)
        await hatch.put(number)
    await hatch.join()


async def cook(hatch: asyncio.Queue[int]) -> None:
    while True:
        await hatch.get()
        await asyncio.sleep(0.27)
        hatch.task_done()


async def main() -> None:
    hatch = asyncio.Queue[int](maxsize=2)
    cooks = [asyncio.create_task(cook(hatch), name=f"cook {n}") for n in (1, 2)]
    await asyncio.create_task(waiter(hatch), name="waiter")
    for task in cooks:
        task.cancel()


asyncio.run(main())
