# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""How late the loop is beside threads that compute."""

import asyncio
import time
from statistics import mean


def chop(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


async def measure(lags: list[float]) -> None:
    while True:
        due = time.perf_counter() + 0.01
        await asyncio.sleep(0.01)
        lags.append(time.perf_counter() - due)


async def main() -> None:
    for threads in (1, 6):
        lags: list[float] = []
        meter = asyncio.create_task(measure(lags))
        boards = [asyncio.to_thread(chop, 0.4) for _ in range(threads)]
        await asyncio.gather(*boards)
        meter.cancel()
        print(f"{threads} at work: {mean(lags):.3f} s late on average")


if __name__ == "__main__":
    asyncio.run(main())
