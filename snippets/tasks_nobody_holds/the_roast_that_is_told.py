"""The same roast: its failure is told, and the others go on."""

import asyncio

slips: set[asyncio.Task[None]] = set()


async def roast() -> None:
    await asyncio.sleep(0.1)
    raise RuntimeError("the oven is cold")


async def lay_table() -> None:
    await asyncio.sleep(0.4)
    print("table: laid")


def keep(slip: asyncio.Task[None]) -> None:
    slips.add(slip)
    slip.add_done_callback(look_at)


def look_at(slip: asyncio.Task[None]) -> None:
    slips.discard(slip)
    if not slip.cancelled() and (failure := slip.exception()):
        print(f"{slip.get_name()}: failed, {failure}")


async def main() -> None:
    keep(asyncio.create_task(roast(), name="roast"))
    await lay_table()
    print("dinner: be seated, without a roast")


if __name__ == "__main__":
    asyncio.run(main())
