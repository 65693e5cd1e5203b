"""A call of an async function alone starts nothing."""

import asyncio


async def order(dish: str) -> None:
    await asyncio.sleep(0.1)
    print(f"{dish}: ready")


async def main() -> None:
    order("soup")  # type: ignore[unused-coroutine]  # this is the mistake
    await order("rice")


asyncio.run(main())
