"""The same menu, with a task for each course that is eaten."""

import asyncio
from collections.abc import AsyncIterator


async def menu() -> AsyncIterator[str]:
    for course in ("soup", "roast", "cake"):
        await asyncio.sleep(0.1)  # the kitchen cooks
        yield course


# --8<-- [start:guests]
async def eat(course: str) -> None:
    print(f"{course}: served")
    await asyncio.sleep(0.15)  # a guest eats
    print(f"{course}: eaten")


async def main() -> None:
    async with asyncio.TaskGroup() as guests:
        async for course in menu():
            guests.create_task(eat(course))
    # --8<-- [end:guests]


if __name__ == "__main__":
    asyncio.run(main())
