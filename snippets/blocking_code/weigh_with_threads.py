# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.playback]
# alone = true
# ///
"""The same pages; the library that blocks does so in threads."""

import asyncio

import requests


def download(url: str) -> bytes:
    return requests.get(url, timeout=5).content


async def weigh(site: str) -> None:
    # --8<-- [start:thread]
    page = await asyncio.to_thread(download, f"https://{site}/")
    # --8<-- [end:thread]
    print(f"{site}: {len(page):,} bytes")


async def main() -> None:
    await asyncio.gather(weigh("docs.python.org"), weigh("example.org"))


if __name__ == "__main__":
    asyncio.run(main())
