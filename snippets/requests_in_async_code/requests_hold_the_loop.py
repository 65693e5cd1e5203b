# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.playback]
# alone = true
# ///
"""Three downloads gathered, by a library that knows of no loop."""

import asyncio

import requests

HOSTS = ["example.org", "www.python.org", "docs.python.org"]


async def heartbeat() -> None:
    for _ in range(3):
        print("tick")
        await asyncio.sleep(0.06)


async def download(host: str) -> None:
    # --8<-- [start:download]
    response = requests.get(f"https://{host}/", timeout=10)  # noqa: ASYNC210
    # --8<-- [end:download]
    print(f"got {len(response.content):,} bytes from {host}")


async def main() -> None:
    await asyncio.gather(heartbeat(), *(download(host) for host in HOSTS))


if __name__ == "__main__":
    asyncio.run(main())
