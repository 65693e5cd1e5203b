# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
#
# [tool.playback]
# exit = 1
# ///
"""A sleep that wants another loop than the one that runs."""

import asyncio

import trio


async def main() -> None:
    await asyncio.sleep(0.1)


if __name__ == "__main__":
    trio.run(main)
