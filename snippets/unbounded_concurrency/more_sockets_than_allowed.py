# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# exit = 1
# ///
"""A hundred sockets, in a program that may open sixty-four files."""

import asyncio
import resource
import socket


async def call() -> None:
    with socket.socket():  # as every connection has one
        await asyncio.sleep(0.1)


async def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    await asyncio.gather(*(call() for _ in range(100)))


if __name__ == "__main__":
    asyncio.run(main())
