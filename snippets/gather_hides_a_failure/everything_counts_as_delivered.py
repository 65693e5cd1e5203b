"""Three deliveries, and failures that are handed over like results."""

import asyncio


async def deliver(what: str, delay: float, *, lost: bool = False) -> str:
    await asyncio.sleep(delay)
    if lost:
        raise RuntimeError(f"the {what} is lost")
    return what


async def main() -> None:
    delivered = await asyncio.gather(
        deliver("fish", 0.1, lost=True),
        deliver("rice", 0.2),
        deliver("wine", 0.3, lost=True),
        return_exceptions=True,
    )
    # --8<-- [start:count]
    print(f"kitchen: {len(delivered)} delivered, we can open")
    for what in delivered:
        print(f"on the shelf: {what}")
    # --8<-- [end:count]


if __name__ == "__main__":
    asyncio.run(main())
