"""Pasta, sauce and salad, by a cook who sets timers."""

import asyncio


async def boil_pasta() -> None:
    print("pasta: into the water")
    await asyncio.sleep(0.3)  # the timer watches the pot
    print("pasta: drained")


async def make_sauce() -> None:
    print("sauce: on the stove")
    await asyncio.sleep(0.2)
    print("sauce: done")


async def chop_salad() -> None:
    print("salad: chopping")
    for _ in range(3_000_000):  # both hands are busy: this is work
        pass
    print("salad: chopped")


async def main() -> None:
    await asyncio.gather(boil_pasta(), make_sauce(), chop_salad())
    print("served")


if __name__ == "__main__":
    asyncio.run(main())
