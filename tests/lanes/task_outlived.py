"""Nobody waits for a task, and the kitchen closes before it is done."""

import asyncio


async def order(dish: str) -> None:
    await asyncio.sleep(0.3)
    print(f"{dish}: ready")


async def main() -> None:
    asyncio.create_task(order("soup"), name="soup")
    await asyncio.sleep(0.1)
    print("closed")


asyncio.run(main())
