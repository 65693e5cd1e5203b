"""One oven, heated in both ways, while a soup wants to be stirred."""

import asyncio
import time


class Oven:
    def __enter__(self) -> None:
        time.sleep(0.25)  # no `await` can stand here

    def __exit__(self, *exception: object) -> None:
        print("oven: off")

    async def __aenter__(self) -> None:
        await asyncio.sleep(0.25)

    async def __aexit__(self, *exception: object) -> None:
        print("oven: off")


async def stir_soup() -> None:
    for _ in range(5):
        print("soup: stirred")
        await asyncio.sleep(0.1)


async def bake() -> None:
    with Oven():
        print("with: hot")
    async with Oven():
        print("async with: hot")


async def main() -> None:
    await asyncio.gather(stir_soup(), bake())


if __name__ == "__main__":
    asyncio.run(main())
