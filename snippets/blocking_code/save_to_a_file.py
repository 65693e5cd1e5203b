# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""A large file is saved here, and then by a thread."""

import asyncio
import os
from tempfile import TemporaryFile
from time import perf_counter

FILM = b"x" * 64_000_000


def save() -> None:
    with TemporaryFile() as file:
        file.write(FILM)
        os.fsync(file.fileno())  # not just in memory


async def measure(saved: str) -> None:
    due = perf_counter() + 0.01
    await asyncio.sleep(0.01)
    print(f"saved {saved}: the timer was {perf_counter() - due:.3f} s late")


async def main() -> None:
    meter = asyncio.create_task(measure("here"))
    await asyncio.sleep(0)  # its timer is set
    save()
    await meter
    await asyncio.gather(asyncio.to_thread(save), measure("by a thread"))


if __name__ == "__main__":
    asyncio.run(main())
