"""A thread rings for the loop, and has it cook something."""

import asyncio
import threading
import time


async def cook(dish: str) -> str:
    await asyncio.sleep(0.15)
    return dish


def waiter(loop: asyncio.AbstractEventLoop, bell: asyncio.Event) -> None:
    time.sleep(0.1)
    dish = asyncio.run_coroutine_threadsafe(cook("soup"), loop).result()
    print(dish)
    loop.call_soon_threadsafe(bell.set)


async def main() -> None:
    bell = asyncio.Event()
    threading.Thread(target=waiter, args=(asyncio.get_running_loop(), bell), name="waiter").start()
    await bell.wait()


asyncio.run(main())
