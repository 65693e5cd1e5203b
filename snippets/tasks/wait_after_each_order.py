"""Order, wait; order, wait; order, wait."""

import asyncio


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")
    return dish


async def main() -> None:
    # --8<-- [start:orders]
    soup = asyncio.create_task(cook("soup", 0.2))
    print("served:", await soup)
    rice = asyncio.create_task(cook("rice", 0.3))
    print("served:", await rice)
    tea = asyncio.create_task(cook("tea", 0.1))
    print("served:", await tea)
    # --8<-- [end:orders]


if __name__ == "__main__":
    asyncio.run(main())
