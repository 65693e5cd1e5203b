# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""Trio: a hundred awaits, and a turn for the others at each."""

import math

import trio


async def watch_the_pot() -> None:
    looks = 0
    try:
        while True:
            await trio.lowlevel.checkpoint()
            looks += 1
    finally:
        print(f"looked at the pot {looks} times")


async def main() -> None:
    slips, _hatch = trio.open_memory_channel[int](math.inf)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch_the_pot)
        await trio.lowlevel.checkpoint()
        for number in range(100):
            await slips.send(number)
        nursery.cancel_scope.cancel()


if __name__ == "__main__":
    trio.run(main)
