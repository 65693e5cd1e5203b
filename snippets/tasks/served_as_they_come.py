"""Each dish is served when it is ready."""

import asyncio


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return dish


async def main() -> None:
    orders = [
        asyncio.create_task(cook("soup", 0.2)),
        asyncio.create_task(cook("rice", 0.3)),
        asyncio.create_task(cook("tea", 0.1)),
    ]
    for next_one in asyncio.as_completed(orders):
        print("served:", await next_one)


if __name__ == "__main__":
    asyncio.run(main())
