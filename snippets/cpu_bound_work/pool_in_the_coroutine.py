# /// script
# [tool.playback]
# alone = true
# ///
"""A helper is hired for one order, and the kitchen waits until he leaves."""

import asyncio
import time
from concurrent.futures import ProcessPoolExecutor


def knead(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


async def play_radio() -> None:
    for song in range(1, 5):
        print(f"song {song}")
        await asyncio.sleep(0.1)


async def bake() -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        try:
            async with asyncio.timeout(0.15):
                await loop.run_in_executor(pool, knead, 0.4)
        except TimeoutError:
            print("dough: takes too long")


async def main() -> None:
    await asyncio.gather(play_radio(), bake())


if __name__ == "__main__":
    asyncio.run(main())
