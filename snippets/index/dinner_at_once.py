"""The same cook, who sets all three timers first."""

import asyncio


async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish} is ready")


async def main() -> None:
    await asyncio.gather(
        cook("soup", 0.3),
        cook("rice", 0.2),
        cook("tea", 0.1),
    )


if __name__ == "__main__":
    asyncio.run(main())
