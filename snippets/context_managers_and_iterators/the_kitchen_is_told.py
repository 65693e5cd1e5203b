"""A guest who leaves after the roast, and an oven that is minded."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing


async def dinner() -> AsyncGenerator[str, None]:
    print("oven: on")
    try:
        for course in ("soup", "roast", "cake"):
            await asyncio.sleep(0.1)
            yield course
    finally:
        print("oven: off")
        await asyncio.sleep(0.1)
        print("oven: cold")


async def main() -> None:
    async with aclosing(dinner()) as courses:
        async for course in courses:
            print(f"eaten: {course}")
            if course == "roast":
                break
    print("kitchen: locked")
    await asyncio.sleep(0.05)
    print("cook: at home")


if __name__ == "__main__":
    asyncio.run(main())
