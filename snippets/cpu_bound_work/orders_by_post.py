# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""The evening's orders are counted here, and then by a process."""

import asyncio
from concurrent.futures import Executor, ProcessPoolExecutor
from time import perf_counter

ORDERS = ("soup\n" * 400_000).splitlines()


def count_soups(orders: list[str]) -> int:
    return orders.count("soup")


async def main(pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, count_soups, [])  # starts it
    start = perf_counter()
    count_soups(ORDERS)
    here = perf_counter() - start
    print(f"counted here: {here:.3f} s")
    start = perf_counter()
    counting = loop.run_in_executor(pool, count_soups, ORDERS)
    await asyncio.sleep(0.01)
    print(f"a timer rang {perf_counter() - start - 0.01:.3f} s late")
    await counting
    times = (perf_counter() - start) / here
    print(f"counted by a process: {times:.0f} times as long")


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as helpers:
        asyncio.run(main(helpers))
