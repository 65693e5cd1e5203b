"""Two dishes run into a timeout, and into another while they clean up."""

import asyncio


async def cool(dish: str) -> None:
    await asyncio.sleep(0.2)
    print(f"{dish}: oven cold")


async def bake_bread() -> None:
    try:
        await asyncio.sleep(1)
    finally:
        print("bread: oven off")
        await cool("bread")


async def bake_pie(cooling: list[asyncio.Task[None]]) -> None:
    try:
        await asyncio.sleep(1)
    finally:
        print("pie: oven off")
        task = asyncio.create_task(cool("pie"))
        cooling.append(task)
        await asyncio.shield(task)


async def main() -> None:
    cooling: list[asyncio.Task[None]] = []
    try:
        async with asyncio.timeout(0.2), asyncio.timeout(0.1):
            await asyncio.gather(bake_bread(), bake_pie(cooling))
    except TimeoutError:
        print("kitchen: closing time")
    await asyncio.gather(*cooling)


if __name__ == "__main__":
    asyncio.run(main())
