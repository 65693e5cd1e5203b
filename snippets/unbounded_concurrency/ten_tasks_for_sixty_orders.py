"""Ten tasks that work off one pile of sixty orders."""

import asyncio
from collections.abc import Iterator


async def worker(pile: Iterator[int], done: list[int]) -> None:
    for order in pile:  # whoever is free takes the next one
        await asyncio.sleep(0.1)
        done.append(order)


async def main() -> None:
    pile = iter(range(60))
    done: list[int] = []
    # --8<-- [start:workers]
    async with asyncio.TaskGroup() as kitchen:
        for _ in range(10):
            kitchen.create_task(worker(pile, done))
    # --8<-- [end:workers]
    print(f"{len(done)} orders done")


if __name__ == "__main__":
    asyncio.run(main())
