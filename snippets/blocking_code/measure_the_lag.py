"""A task that tells how late the loop is."""

import asyncio
import time


async def measure_lag(every: float, limit: float) -> None:
    while True:
        due = time.perf_counter() + every
        await asyncio.sleep(every)
        lag = time.perf_counter() - due
        if lag > limit:
            print(f"the loop was {lag:.2f} s late")


def add_up_the_bill() -> None:
    time.sleep(0.2)


async def serve_guest() -> None:
    await asyncio.sleep(0.16)
    add_up_the_bill()
    await asyncio.sleep(0.15)
    print("guest: served")


async def main() -> None:
    monitor = asyncio.create_task(measure_lag(every=0.1, limit=0.05))
    await serve_guest()
    monitor.cancel()


if __name__ == "__main__":
    asyncio.run(main())
