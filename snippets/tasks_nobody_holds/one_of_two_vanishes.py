"""Two orders whose slips are thrown away: a cake, and a waiter."""

import asyncio
import gc
import weakref

bells: weakref.WeakSet[asyncio.Event] = weakref.WeakSet()


async def bake_cake() -> None:
    await asyncio.sleep(0.2)
    print("cake: on the table")


async def wait_for_bell() -> None:
    bell = asyncio.Event()
    bells.add(bell)
    await bell.wait()
    print("waiter: coming")


async def main() -> None:
    # --8<-- [start:order]
    asyncio.create_task(bake_cake(), name="cake")  # noqa: RUF006
    asyncio.create_task(wait_for_bell(), name="waiter")  # noqa: RUF006
    # --8<-- [end:order]
    await asyncio.sleep(0.1)
    gc.collect()  # it would come by itself, at some other moment
    await asyncio.sleep(0.2)
    print(f"bells that ring: {len(bells)}")
    for bell in bells:
        bell.set()
    await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main())
