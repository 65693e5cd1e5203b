# /// script
# requires-python = ">=3.12"
# ///
"""Eager tasks begin at once, within their maker's step; some end there."""

import asyncio
import time
from typing import Any


async def order(dish: str, seconds: float) -> str:
    time.sleep(0.05)
    if seconds:
        await asyncio.sleep(seconds)
    return dish


async def main() -> None:
    eager: Any = getattr(asyncio, "eager_task_factory")  # noqa: B009  not in 3.11
    asyncio.get_running_loop().set_task_factory(eager)
    soup = asyncio.create_task(order("soup", 0.1), name="soup")
    bread = asyncio.create_task(order("bread", 0), name="bread")
    print(bread.done(), soup.done())
    await asyncio.sleep(0.2)
    print(await soup, await bread)


asyncio.run(main())
