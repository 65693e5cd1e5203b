"""A menu whose courses are cooked when they are asked for."""

import asyncio
from collections.abc import AsyncIterator


async def menu() -> AsyncIterator[str]:
    for course in ("soup", "roast", "cake"):
        await asyncio.sleep(0.1)  # the kitchen cooks
        yield course


async def main() -> None:
    async for course in menu():
        print(f"{course}: served")
        await asyncio.sleep(0.15)  # the guest eats
        print(f"{course}: eaten")


if __name__ == "__main__":
    asyncio.run(main())
