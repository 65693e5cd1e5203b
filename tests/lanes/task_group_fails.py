# /// script
# [tool.playback]
# exit = 1
# ///
"""One dish burns, and the group cancels those that are not ready."""

import asyncio


async def order(dish: str, seconds: float, burns: bool = False) -> None:
    await asyncio.sleep(seconds)
    if burns:
        raise ValueError(f"{dish} is burnt")


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(order("soup", 0.1), name="soup")
        group.create_task(order("steak", 0.2, burns=True), name="steak")
        group.create_task(order("cake", 0.5), name="cake")


asyncio.run(main())
