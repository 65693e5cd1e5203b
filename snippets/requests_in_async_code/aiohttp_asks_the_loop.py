# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
#
# [tool.playback]
# alone = true
# ///
"""The same downloads, by a library that waits with the loop."""

import asyncio

import aiohttp

HOSTS = ["example.org", "www.python.org", "docs.python.org"]


async def heartbeat() -> None:
    for _ in range(3):
        print("tick")
        await asyncio.sleep(0.06)


async def download(session: aiohttp.ClientSession, host: str) -> None:
    # --8<-- [start:download]
    async with session.get(f"https://{host}/") as response:
        page = await response.read()
    # --8<-- [end:download]
    print(f"got {len(page):,} bytes from {host}")


async def main() -> None:
    async with aiohttp.ClientSession() as session:
        downloads = (download(session, host) for host in HOSTS)
        await asyncio.gather(heartbeat(), *downloads)


if __name__ == "__main__":
    asyncio.run(main())
