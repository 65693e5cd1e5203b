"""Three deliveries, two of which are lost; the kitchen hears of one."""

import asyncio


async def deliver(what: str, delay: float, *, lost: bool = False) -> None:
    await asyncio.sleep(delay)
    if lost:
        raise RuntimeError(f"the {what} is lost")
    print(f"{what}: delivered, to be paid")


async def main() -> None:
    try:
        # --8<-- [start:order]
        await asyncio.gather(
            deliver("fish", 0.1, lost=True),
            deliver("rice", 0.2),
            deliver("wine", 0.3, lost=True),
        )
    except RuntimeError as problem:
        # --8<-- [end:order]
        print(f"kitchen: all called off, {problem}")
    await asyncio.sleep(0.4)
    print("kitchen: closed")


if __name__ == "__main__":
    asyncio.run(main())
