"""The same deliveries in a group, which calls all of them off."""

import asyncio


async def deliver(what: str, delay: float, *, lost: bool = False) -> None:
    await asyncio.sleep(delay)
    if lost:
        raise RuntimeError(f"the {what} is lost")
    print(f"{what}: delivered, to be paid")


async def main() -> None:
    try:
        # --8<-- [start:order]
        async with asyncio.TaskGroup() as orders:
            orders.create_task(deliver("fish", 0.1, lost=True))
            orders.create_task(deliver("rice", 0.2))
            orders.create_task(deliver("wine", 0.3, lost=True))
    except* RuntimeError as problems:
        # --8<-- [end:order]
        for problem in problems.exceptions:
            print(f"kitchen: all called off, {problem}")
    await asyncio.sleep(0.4)
    print("kitchen: closed")


if __name__ == "__main__":
    asyncio.run(main())
