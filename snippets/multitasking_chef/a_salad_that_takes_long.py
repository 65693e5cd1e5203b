# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""A timer rings while the cook has both hands full."""

import asyncio


async def boil_pasta() -> None:
    print("pasta: into the water")
    await asyncio.sleep(0.1)
    print("pasta: drained")


async def chop_salad() -> None:
    print("salad: chopping")
    for _ in range(20_000_000):
        pass
    print("salad: chopped")


async def main() -> None:
    await asyncio.gather(boil_pasta(), chop_salad())


if __name__ == "__main__":
    asyncio.run(main())
