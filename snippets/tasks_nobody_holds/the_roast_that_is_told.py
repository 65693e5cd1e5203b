"""The same roast: its failure is told, and the others go on."""

import asyncio

slips: set[asyncio.Task[None]] = set()


async def roast() -> None:
    await asyncio.sleep(0.1)
    raise RuntimeError("the oven is cold")


async def bake_cake() -> None:
    await asyncio.sleep(0.4)
    print("cake: on the table")


def keep(slip: asyncio.Task[None]) -> None:
    slips.add(slip)
    slip.add_done_callback(look_at)


def look_at(slip: asyncio.Task[None]) -> None:
    slips.discard(slip)
    if not slip.cancelled() and (failure := slip.exception()):
        print(f"{slip.get_name()}: failed, {failure}")


async def main() -> None:
    keep(asyncio.create_task(roast(), name="roast"))
    keep(asyncio.create_task(bake_cake(), name="cake"))
    await asyncio.sleep(0.2)
    print("dinner: be seated, without a roast")
    while slips:
        await asyncio.wait(slips)


if __name__ == "__main__":
    asyncio.run(main())
