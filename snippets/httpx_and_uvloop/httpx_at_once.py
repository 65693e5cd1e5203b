# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
#
# [tool.playback]
# alone = true
# ///
"""Download three pages with httpx, all at once."""

import asyncio
import time

import httpx

SITES = [
    "https://example.org/",
    "https://www.python.org/",
    "https://docs.python.org/",
]


async def download(client: httpx.AsyncClient, url: str) -> int:
    response = await client.get(url)
    print(f"got {len(response.content):,} bytes from {url}")
    return len(response.content)


async def main() -> None:
    start = time.perf_counter()
    async with httpx.AsyncClient() as client:
        sizes = await asyncio.gather(
            *(download(client, url) for url in SITES)
        )
    print(f"{sum(sizes):,} bytes in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
