"""The same bread, in an oven that is turned off whatever happens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def hot_oven() -> AsyncIterator[None]:
    print("oven: on")
    try:
        await asyncio.sleep(0.1)  # it gets hot
        yield
    finally:
        print("oven: off")
        await asyncio.sleep(0.1)  # it cools down
        print("oven: cold")


async def bake_bread() -> None:
    async with hot_oven():
        print("bread: in the oven")
        await asyncio.sleep(0.3)
        print("bread: baked")


async def main() -> None:
    try:
        async with asyncio.timeout(0.2):
            await bake_bread()
    except TimeoutError:
        print("kitchen: closing time")


if __name__ == "__main__":
    asyncio.run(main())
