"""What needs the guest's name waits for it; what does not, does not."""

import asyncio


async def ask_name() -> str:
    await asyncio.sleep(0.1)
    return "Ada"


async def look_up_wishes(name: str) -> str:
    await asyncio.sleep(0.2)
    return f"{name} eats no nuts"


async def read_menu() -> str:
    await asyncio.sleep(0.25)
    return "nut roast, pasta"


async def welcome() -> str:
    name = await ask_name()
    return await look_up_wishes(name)


async def main() -> None:
    # --8<-- [start:together]
    wishes, menu = await asyncio.gather(welcome(), read_menu())
    # --8<-- [end:together]
    print(f"{wishes}; on the menu: {menu}")


if __name__ == "__main__":
    asyncio.run(main())
