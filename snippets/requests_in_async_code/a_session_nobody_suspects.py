# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
# ///
"""A request hidden in a helper, and found by debug mode."""

import asyncio

import requests

SITES = ["https://www.python.org/", "https://docs.python.org/"]


def fetch(session: requests.Session, url: str) -> bytes:
    return session.get(url, timeout=10).content


async def download(session: requests.Session, url: str) -> int:
    return len(fetch(session, url))


async def main() -> None:
    asyncio.get_running_loop().slow_callback_duration = 0.2  # seconds
    with requests.Session() as session:
        await asyncio.gather(*(download(session, url) for url in SITES))


if __name__ == "__main__":
    # --8<-- [start:debug]
    asyncio.run(main(), debug=True)
    # --8<-- [end:debug]
