"""Forty calls for the threads of to_thread, which are fewer."""

import asyncio
import threading
import time


def wait_for_the_oven() -> int:
    time.sleep(0.05)
    return threading.get_ident()


async def main() -> None:
    start = time.perf_counter()
    calls = [asyncio.to_thread(wait_for_the_oven) for _ in range(40)]
    threads = set(await asyncio.gather(*calls))
    print(f"{len(calls)} calls, {len(threads)} threads")
    print(f"took {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
