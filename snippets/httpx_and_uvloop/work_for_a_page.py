# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp", "httpx"]
# [tool.playback]
# watch = false
# ///
"""How much work two clients do for a page."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
import httpx


async def weigh(name: str, ask: Callable[[str], Awaitable[object]]) -> None:
    for number in 5, 20:
        for _ in range(2):  # the first time, it has to open its connections
            start = time.thread_time()
            await asyncio.gather(*map(ask, ["https://example.org/"] * number))
        work = (time.thread_time() - start) / number * 1000
        print(f"{name}, {number} at once: {work:.2f} ms of work for a page")


async def main() -> None:
    async with aiohttp.ClientSession() as aio, httpx.AsyncClient() as http:

        async def read(url: str) -> None:
            async with aio.get(url) as response:
                await response.read()

        await weigh("aiohttp", read)
        await weigh("httpx", http.get)


if __name__ == "__main__":
    asyncio.run(main())
