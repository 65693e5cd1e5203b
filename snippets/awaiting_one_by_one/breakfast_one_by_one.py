"""A breakfast of three parts, each awaited before the next is begun."""

import asyncio


async def boil_eggs() -> str:
    await asyncio.sleep(0.3)
    return "eggs"


async def toast_bread() -> str:
    await asyncio.sleep(0.15)
    return "toast"


async def brew_coffee() -> str:
    await asyncio.sleep(0.2)
    return "coffee"


async def main() -> None:
    # --8<-- [start:orders]
    eggs = await boil_eggs()
    toast = await toast_bread()
    coffee = await brew_coffee()
    # --8<-- [end:orders]
    print(f"breakfast: {eggs}, {toast}, {coffee}")


if __name__ == "__main__":
    asyncio.run(main())
