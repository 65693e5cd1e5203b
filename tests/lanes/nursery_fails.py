# /// script
# [tool.playback]
# exit = 1
# ///
"""Trio: one dish burns, and the nursery cancels those that are not ready."""

import trio


async def order(dish: str, seconds: float, burns: bool = False) -> None:
    await trio.sleep(seconds)
    if burns:
        raise ValueError(f"{dish} is burnt")


async def platter() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(order, "ham", 0.5)
        nursery.start_soon(order, "eggs", 0.6)


async def main() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(order, "soup", 0.1)
        nursery.start_soon(order, "steak", 0.2, True)
        nursery.start_soon(platter)


trio.run(main)
