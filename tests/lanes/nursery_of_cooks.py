"""Trio: a cook blocks the loop, a bell rings for a waiter, and a dish goes through a hatch."""

import time

import trio


async def order(dish: str, seconds: float) -> None:
    await trio.sleep(seconds)
    print(dish)


async def chop() -> None:
    await trio.sleep(0.15)
    time.sleep(0.2)


async def waiter(bell: trio.Event, hatch: trio.MemoryReceiveChannel[str]) -> None:
    await bell.wait()
    print("serves", await hatch.receive())


async def cook(hatch: trio.MemorySendChannel[str]) -> None:
    await trio.sleep(0.45)
    await hatch.send("cake")


async def main() -> None:
    bell = trio.Event()
    hatch = trio.open_memory_channel[str](0)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(order, "soup", 0.1)
        nursery.start_soon(order, "rice", 0.25)
        nursery.start_soon(chop)
        nursery.start_soon(waiter, bell, hatch[1], name="waiter")
        nursery.start_soon(cook, hatch[0])
        nursery.start_soon(trio.sleep, 0.05)
        await trio.sleep(0.4)
        bell.set()
    print("closed")


trio.run(main)
