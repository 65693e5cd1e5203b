# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
#
# [tool.playback]
# alone = true
# ///
"""The same pages; a library that leaves the waiting to the loop."""

import asyncio

import aiohttp


async def download(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url) as response:
        return await response.read()


async def weigh(session: aiohttp.ClientSession, site: str) -> None:
    page = await download(session, f"https://{site}/")
    print(f"{site}: {len(page):,} bytes")


async def main() -> None:
    limit = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=limit) as session:
        await asyncio.gather(
            weigh(session, "docs.python.org"), weigh(session, "example.org")
        )


if __name__ == "__main__":
    asyncio.run(main())
