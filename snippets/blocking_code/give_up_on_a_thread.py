"""A timeout ends the wait for a thread, and not the thread."""

import asyncio
import time


def scrub_the_pan() -> None:
    for number in range(1, 5):
        time.sleep(0.1)
        print(f"pan: stroke {number}")


async def main() -> None:
    try:
        async with asyncio.timeout(0.25):
            await asyncio.to_thread(scrub_the_pan)
    except TimeoutError:
        print("main: I have had enough")
    print("main: ends")


if __name__ == "__main__":
    asyncio.run(main())
    print("the kitchen is closed")
