# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
#
# [tool.playback]
# alone = true
# ///
"""Download three pages, asynchronously, and still one by one."""

import asyncio
import time

import aiohttp

SITES = [
    "https://example.org/",
    "https://www.python.org/",
    "https://docs.python.org/",
]


async def download(session: aiohttp.ClientSession, url: str) -> int:
    print(f"asking {url}")
    async with session.get(url) as response:
        page = await response.read()
    print(f"got {len(page):,} bytes from {url}")
    return len(page)


async def main() -> None:
    start = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        # --8<-- [start:one-by-one]
        sizes = [await download(session, url) for url in SITES]
        # --8<-- [end:one-by-one]
    print(f"{sum(sizes):,} bytes in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
