# /// script
# [tool.playback]
# exit = 4
# ///
"""The power fails in the middle: os._exit."""

import asyncio
import os


async def simmer() -> None:
    await asyncio.sleep(5)


async def fuse() -> None:
    await asyncio.sleep(0.2)
    os._exit(4)


async def main() -> None:
    await asyncio.gather(simmer(), fuse())


asyncio.run(main())
