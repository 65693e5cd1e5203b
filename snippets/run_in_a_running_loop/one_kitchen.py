"""The same helper as a coroutine, run by the kitchen that is open."""

import asyncio


async def fetch_menu() -> list[str]:
    await asyncio.sleep(0.1)
    return ["soup", "rice"]


async def load_menu() -> list[str]:
    return await fetch_menu()


async def main() -> None:
    print("today:", await load_menu())


if __name__ == "__main__":
    asyncio.run(main())
