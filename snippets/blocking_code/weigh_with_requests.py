# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.playback]
# alone = true
# ///
"""Two pages are weighed; a library that blocks downloads them."""

import asyncio

import requests


# --8<-- [start:inside_out]
def download(url: str) -> bytes:
    return requests.get(url, timeout=5).content


async def weigh(site: str) -> None:
    page = download(f"https://{site}/")
    print(f"{site}: {len(page):,} bytes")


# --8<-- [end:inside_out]


async def main() -> None:
    await asyncio.gather(weigh("docs.python.org"), weigh("example.org"))


if __name__ == "__main__":
    asyncio.run(main())
