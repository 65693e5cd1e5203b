# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""Open a session, ask one question, and close both."""

import asyncio

import aiohttp


async def main() -> None:
    async with aiohttp.ClientSession() as session:
        print("session: open")
        async with session.get("https://example.org/") as response:
            print(f"answer: status {response.status}")
            page = await response.text()
        print(f"page: {len(page):,} characters")
    print("session: closed" if session.closed else "session: open")


if __name__ == "__main__":
    asyncio.run(main())
