"""The bell that nobody hears, in debug mode."""

import asyncio
import threading
import time


def deliver(loop: asyncio.AbstractEventLoop) -> None:
    time.sleep(0.1)
    print("supplier: rings")
    loop.call_soon(print, "cook: I am coming")


async def main() -> None:
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=deliver, args=(loop,), name="supplier")
    thread.start()
    await asyncio.sleep(0.4)
    thread.join()


if __name__ == "__main__":
    asyncio.run(main(), debug=True)
