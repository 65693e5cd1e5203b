# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""A large file is saved here, and then by a thread."""

import asyncio
import time
from tempfile import TemporaryFile
from typing import IO

FILM = bytes(64_000_000)


async def measure(lags: list[float]) -> None:
    while True:
        due = time.perf_counter() + 0.01
        await asyncio.sleep(0.01)
        lags.append(time.perf_counter() - due)


async def main(file: IO[bytes]) -> None:
    lags: list[float] = []
    meter = asyncio.create_task(measure(lags))
    await asyncio.sleep(0.05)  # the meter starts
    file.write(FILM)
    await asyncio.sleep(0.05)  # the meter notices
    print(f"saved here: the loop was {max(lags):.3f} s late")
    lags.clear()
    await asyncio.to_thread(file.write, FILM)
    await asyncio.sleep(0.05)  # as above
    print(f"saved by a thread: at most {max(lags):.3f} s late")
    meter.cancel()


if __name__ == "__main__":
    with TemporaryFile() as target:
        asyncio.run(main(target))
