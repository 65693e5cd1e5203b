"""The same thread, which asks the loop to set the future."""

import asyncio
import threading
import time


def deliver(
    loop: asyncio.AbstractEventLoop, door: asyncio.Future[str]
) -> None:
    time.sleep(0.1)
    print("supplier: rings")
    # --8<-- [start:ring]
    loop.call_soon_threadsafe(door.set_result, "tomatoes")
    # --8<-- [end:ring]


async def main() -> None:
    loop = asyncio.get_running_loop()
    door: asyncio.Future[str] = loop.create_future()
    thread = threading.Thread(target=deliver, args=(loop, door))
    thread.start()
    alarm = asyncio.create_task(asyncio.sleep(0.6))  # the oven's timer
    print(f"cook: got {await door}")
    await alarm
    thread.join()


if __name__ == "__main__":
    asyncio.run(main())
