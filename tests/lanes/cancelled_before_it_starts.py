"""An order is called off before the cook has seen it."""

import asyncio


async def order(dish: str) -> None:
    print(f"{dish}: never begun")
    await asyncio.sleep(0.1)


async def main() -> None:
    task = asyncio.create_task(order("soup"), name="soup")
    task.cancel()
    await asyncio.sleep(0.1)
    print(task.cancelled())


asyncio.run(main())
