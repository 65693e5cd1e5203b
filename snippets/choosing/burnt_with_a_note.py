# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""The same roast burns in a task, which says whose it was."""

import asyncio


async def roast(weight: int) -> None:
    await asyncio.sleep(0.1 * weight)
    if weight > 1:
        raise RuntimeError("burnt")


async def order(guest: str, weight: int) -> None:
    print(f"order for {guest}")
    try:
        await roast(weight)
    except RuntimeError as error:
        error.add_note(f"it was for {guest}")
        raise


async def main() -> None:
    await asyncio.gather(order("Ana", 1), order("Ben", 2))


if __name__ == "__main__":
    asyncio.run(main())
