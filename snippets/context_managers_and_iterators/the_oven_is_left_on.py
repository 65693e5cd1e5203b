"""A recipe that turns the oven off in its last line."""

import asyncio


class Oven:
    is_on = False


async def bake_bread(oven: Oven) -> None:
    oven.is_on = True
    await asyncio.sleep(0.1)  # it gets hot
    print("bread: in the oven")
    await asyncio.sleep(0.3)
    print("bread: baked")
    oven.is_on = False


async def main() -> None:
    oven = Oven()
    try:
        async with asyncio.timeout(0.2):
            await bake_bread(oven)
    except TimeoutError:
        print("kitchen: closing time")
    print("the oven is", "on" if oven.is_on else "off")


if __name__ == "__main__":
    asyncio.run(main())
