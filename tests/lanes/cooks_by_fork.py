"""Two cooks in processes of their own, started by fork; one is a kitchen with a loop."""

import asyncio
import multiprocessing
import time


def chop(dish: str) -> None:
    time.sleep(0.2)
    print(f"{dish}: chopped", flush=True)


async def boil(dish: str) -> None:
    await asyncio.sleep(0.3)


def stove() -> None:
    asyncio.run(boil("soup"))


if __name__ == "__main__":
    start = multiprocessing.get_context("fork")
    cooks = [
        start.Process(target=chop, args=("salad",), name="chopper"),
        start.Process(target=stove, name="stove"),
    ]
    for cook in cooks:
        cook.start()
    for cook in cooks:
        cook.join()
