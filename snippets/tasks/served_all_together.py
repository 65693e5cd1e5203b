"""The table is served when the last dish is ready."""

import asyncio


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")
    return dish


async def main() -> None:
    dishes = await asyncio.gather(
        cook("soup", 0.2),
        cook("rice", 0.3),
        cook("tea", 0.1),
    )
    print("served:", dishes)


if __name__ == "__main__":
    asyncio.run(main())
