"""A thread that can be told to stop."""

import asyncio
import threading


def scrub_the_pan(enough: threading.Event) -> None:
    strokes = 0
    # --8<-- [start:look]
    while not enough.wait(0.1):  # waits, unless it is told
        # --8<-- [end:look]
        strokes += 1
        print(f"pan: stroke {strokes}")
    print("pan: put down")


async def main() -> None:
    enough = threading.Event()
    try:
        async with asyncio.timeout(0.25):
            await asyncio.to_thread(scrub_the_pan, enough)
    except TimeoutError:
        print("main: I have had enough")
    # --8<-- [start:tell]
    finally:
        enough.set()
        # --8<-- [end:tell]


if __name__ == "__main__":
    asyncio.run(main())
    print("the kitchen is closed")
