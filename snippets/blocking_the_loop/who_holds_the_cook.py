"""The same fish with a watchdog, which shows the line."""

import asyncio
import faulthandler
import time


async def tick() -> None:
    while True:
        # It barks, unless the next tick comes in time to put it off.
        faulthandler.dump_traceback_later(0.25)
        await asyncio.sleep(0.05)


def weigh_fish() -> None:
    time.sleep(0.4)


async def fry_fish() -> None:
    await asyncio.sleep(0.12)
    print("fish: to be weighed")
    weigh_fish()
    await asyncio.sleep(0.1)
    print("fish: fried")


async def main() -> None:
    ticking = asyncio.create_task(tick())
    await fry_fish()
    ticking.cancel()
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    asyncio.run(main())
