"""A fish that blocks further down, in debug mode, which names the task."""

import asyncio
import time


def weigh_fish() -> None:
    time.sleep(0.3)


async def fry_fish() -> None:
    print("fish: to be weighed")
    weigh_fish()
    print("fish: into the pan")
    await asyncio.sleep(0.1)
    print("fish: fried")


async def main() -> None:
    await asyncio.create_task(fry_fish(), name="fish")


if __name__ == "__main__":
    # --8<-- [start:debug]
    asyncio.run(main(), debug=True)
    # --8<-- [end:debug]
