"""Two hundred waits, by one cook and by two hundred."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

GUESTS = 200


async def one_loop() -> None:
    bell = asyncio.Event()
    async with asyncio.TaskGroup() as guests:
        for _ in range(GUESTS):
            guests.create_task(bell.wait())
        await asyncio.sleep(0.1)
        print(f"a loop: {threading.active_count()} thread")
        bell.set()


def many_threads() -> None:
    bell = threading.Event()
    with ThreadPoolExecutor(max_workers=GUESTS) as cooks:
        for _ in range(GUESTS):
            cooks.submit(bell.wait)
        print(f"a pool: {threading.active_count()} threads")
        bell.set()


def main() -> None:
    asyncio.run(one_loop())
    many_threads()


if __name__ == "__main__":
    main()
