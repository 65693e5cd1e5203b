# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.playback]
# alone = true
# ///
"""The same downloads with requests, each in a thread of its own."""

import asyncio

import requests

HOSTS = ["example.org", "www.python.org", "docs.python.org"]


async def heartbeat() -> None:
    for _ in range(3):
        print("tick")
        await asyncio.sleep(0.06)


# --8<-- [start:download]
def fetch(host: str) -> bytes:
    return requests.get(f"https://{host}/", timeout=10).content


async def download(host: str) -> None:
    page = await asyncio.to_thread(fetch, host)
    # --8<-- [end:download]
    print(f"got {len(page):,} bytes from {host}")


async def main() -> None:
    await asyncio.gather(heartbeat(), *(download(host) for host in HOSTS))


if __name__ == "__main__":
    asyncio.run(main())
