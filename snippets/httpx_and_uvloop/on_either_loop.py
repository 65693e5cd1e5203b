# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx", "trio"]
# ///
"""One coroutine function, run by asyncio and by Trio."""

import asyncio

import httpx
import trio


async def size_of(url: str) -> int:
    async with httpx.AsyncClient() as client:
        response = await client.get(url)
    return len(response.content)


def main() -> None:
    url = "https://example.org/"
    print(f"asyncio: {asyncio.run(size_of(url)):,} bytes")
    print(f"Trio: {trio.run(size_of, url):,} bytes")


if __name__ == "__main__":
    main()
