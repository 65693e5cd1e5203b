"""The waiter carries out each dish as soon as it is ready."""

import asyncio


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return dish


async def main() -> None:
    orders = [cook("roast", 0.3), cook("soup", 0.1), cook("rice", 0.2)]
    for next_ready in asyncio.as_completed(orders):
        dish = await next_ready
        print(dish)


asyncio.run(main())
