"""Two waits are given up, and only one of them takes its dish along."""

import asyncio


async def cook(dish: str) -> str:
    await asyncio.sleep(0.4)
    print(f"{dish}: ready")
    return dish


async def main() -> None:
    soup = asyncio.create_task(cook("soup"))
    rice = asyncio.create_task(cook("rice"))
    try:
        # --8<-- [start:bare]
        async with asyncio.timeout(0.1):
            await soup
        # --8<-- [end:bare]
    except TimeoutError:
        print("soup: cancelled is", soup.cancelled())
    try:
        # --8<-- [start:shield]
        async with asyncio.timeout(0.1):
            await asyncio.shield(rice)
        # --8<-- [end:shield]
    except TimeoutError:
        print("rice: cancelled is", rice.cancelled())
    print("served:", await rice)


if __name__ == "__main__":
    asyncio.run(main())
