"""Timers ring without any task of their own: callbacks of the loop, one of which blocks."""

import asyncio
import time


def ring(dish: str) -> None:
    print(f"{dish}: rings")


def drain(dish: str) -> None:
    time.sleep(0.1)
    print(f"{dish}: drained")


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, ring, "egg")
    loop.call_later(0.2, drain, "pasta")
    await asyncio.sleep(0.25)


asyncio.run(main())
