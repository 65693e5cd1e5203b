# /// script
# [tool.playback]
# alone = true
# ///
"""One helper is hired for the evening; orders only wait for results."""

import asyncio
import time
from concurrent.futures import Executor, ProcessPoolExecutor


def knead(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


async def play_radio() -> None:
    for song in range(1, 5):
        print(f"song {song}")
        await asyncio.sleep(0.1)


async def bake(pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.15):
            await loop.run_in_executor(pool, knead, 0.4)
    except TimeoutError:
        print("dough: takes too long")


async def main(pool: Executor) -> None:
    await asyncio.gather(play_radio(), bake(pool))


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as helpers:
        asyncio.run(main(helpers))
