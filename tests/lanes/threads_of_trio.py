"""Trio: a thread washes while the loop goes on, and calls back into it."""

import time

import trio


def wash(plates: int) -> str:
    time.sleep(0.15)
    trio.from_thread.run(dry, plates)
    return "clean"


async def dry(plates: int) -> None:
    await trio.sleep(0.1)


async def main() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep, 0.2)
        print(await trio.to_thread.run_sync(wash, 3))


trio.run(main)
