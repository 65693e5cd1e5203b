"""One cook, who sets one timer at a time."""

import asyncio


async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish} is ready")


async def main() -> None:
    await cook("soup", 0.3)
    await cook("rice", 0.2)
    await cook("tea", 0.1)


if __name__ == "__main__":
    asyncio.run(main())
