"""Blocking work before, between and after what the loop does."""

import asyncio
import time


def lay_the_table() -> None:
    time.sleep(0.1)


async def main() -> None:
    await asyncio.sleep(0.2)


def wash_up() -> None:
    time.sleep(0.3)


lay_the_table()
asyncio.run(main())
wash_up()
