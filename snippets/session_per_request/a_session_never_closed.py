# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""A session that is opened, and that nobody closes."""

import asyncio

import aiohttp


async def main() -> None:
    # --8<-- [start:session]
    session = aiohttp.ClientSession()
    # --8<-- [end:session]
    async with session.get("https://example.org/") as response:
        page = await response.text()
    print(f"{len(page):,} characters")


if __name__ == "__main__":
    asyncio.run(main())
