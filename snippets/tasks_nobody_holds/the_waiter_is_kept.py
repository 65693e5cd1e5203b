"""The same waiter, whose slip is kept until he is done."""

import asyncio
import gc
import weakref

bells: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()
slips: set[asyncio.Task[None]] = set()


async def wait_for_bell() -> None:
    bell = asyncio.Event()
    bells.add(bell)
    await bell.wait()
    print("waiter: coming")


def keep(slip: asyncio.Task[None]) -> None:
    slips.add(slip)
    slip.add_done_callback(slips.discard)


async def main() -> None:
    keep(asyncio.create_task(wait_for_bell(), name="waiter"))
    await asyncio.sleep(0.1)
    gc.collect()
    await asyncio.sleep(0.2)
    print(f"bells that ring: {len(bells)}")
    for bell in bells:
        bell.set()
    await asyncio.sleep(0.1)
    print(f"slips that are left: {len(slips)}")


if __name__ == "__main__":
    asyncio.run(main())
