# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""The same roast burns, in a program that makes tasks."""

import asyncio


async def roast(weight: int) -> None:
    await asyncio.sleep(0.1 * weight)
    if weight > 1:
        raise RuntimeError("burnt")


def order(guest: str, weight: int) -> asyncio.Task[None]:
    print(f"order for {guest}")
    return asyncio.create_task(roast(weight))


async def main() -> None:
    tasks = [order("Ana", 1), order("Ben", 2)]
    await asyncio.gather(*tasks)


if __name__ == "__main__":
    asyncio.run(main())
