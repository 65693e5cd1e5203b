"""A thread that sets a future which the loop waits for."""

import asyncio
import threading
import time


def deliver(door: asyncio.Future[str]) -> None:
    time.sleep(0.1)
    print("supplier: rings")
    # --8<-- [start:ring]
    door.set_result("tomatoes")
    # --8<-- [end:ring]


async def main() -> None:
    door: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    thread = threading.Thread(target=deliver, args=(door,))
    thread.start()
    alarm = asyncio.create_task(asyncio.sleep(0.6))  # the oven's timer
    print(f"cook: got {await door}")
    await alarm
    thread.join()


if __name__ == "__main__":
    asyncio.run(main())
