"""A blocking call is handed to an executor, one thread wide."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def wash(plates: int) -> int:
    time.sleep(0.15)
    return plates


async def main() -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sink") as sink:
        first = loop.run_in_executor(sink, wash, 3)
        second = loop.run_in_executor(sink, wash, 4)
        print(await first + await second)


asyncio.run(main())
