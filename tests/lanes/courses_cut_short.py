"""A guest leaves after two courses: an async generator is closed early."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing


async def courses() -> AsyncGenerator[str, None]:
    try:
        for dish in ("soup", "fish", "roast", "cake"):
            await asyncio.sleep(0.1)
            yield dish
    finally:
        await asyncio.sleep(0.05)  # the kitchen clears up


async def main() -> None:
    async with aclosing(courses()) as menu:
        async for dish in menu:
            await asyncio.sleep(0.2)
            if dish == "fish":
                break
    async for dish in courses():
        print(dish)
        break  # never closed: the loop does that in the end


asyncio.run(main())
