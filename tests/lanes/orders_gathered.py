"""Three orders at once, gathered."""

import asyncio


async def order(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")
    return dish


async def main() -> None:
    dishes = await asyncio.gather(
        order("soup", 0.1),
        order("rice", 0.3),
        order("tea", 0.2),
    )
    print(dishes)


asyncio.run(main())
