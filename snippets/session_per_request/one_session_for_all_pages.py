# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
#
# [tool.playback]
# alone = true
# ///
"""The same three pages, with one session that is passed in."""

import asyncio

import aiohttp

opened: list[str] = []


async def connect(*_: object) -> None:
    opened.append("connection")
    await asyncio.sleep(0.1)  # the server is near: this makes it far away


async def read_page(number: int, session: aiohttp.ClientSession) -> None:
    url = f"https://example.org/?page={number}"
    async with session.get(url) as response:
        await response.read()
    print(f"page {number} came by connection {len(opened)}")


async def main() -> None:
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_start.append(connect)
    # --8<-- [start:session]
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for number in range(1, 4):
            await read_page(number, session)
    # --8<-- [end:session]


if __name__ == "__main__":
    asyncio.run(main())
