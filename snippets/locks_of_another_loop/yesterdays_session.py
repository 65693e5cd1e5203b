# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
#
# [tool.playback]
# exit = 1
# ///
"""A session opened on one evening, and used on the next."""

import asyncio

import aiohttp

sessions: list[aiohttp.ClientSession] = []


async def read_menu() -> None:
    if not sessions:
        sessions.append(aiohttp.ClientSession())
    async with sessions[0].get("https://example.org/") as response:
        print(f"menu: {len(await response.text())} characters")


if __name__ == "__main__":
    asyncio.run(read_menu())
    asyncio.run(read_menu())
