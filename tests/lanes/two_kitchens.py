"""Two event loops in two threads: two kitchens that know nothing of each other."""

import asyncio
import threading


async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)


async def kitchen(name: str) -> None:
    await asyncio.gather(cook(f"{name} soup", 0.2), cook(f"{name} rice", 0.3))


def open_kitchen(name: str) -> None:
    asyncio.run(kitchen(name))


threads = [
    threading.Thread(target=open_kitchen, args=(name,), name=name) for name in ("north", "south")
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
