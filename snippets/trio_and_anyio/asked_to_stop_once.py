"""asyncio asks a task once to stop; one that does not listen goes on."""

import asyncio
from contextlib import suppress


async def bake() -> None:
    try:
        await asyncio.sleep(0.5)
    except asyncio.CancelledError:
        print("bread: only a moment more!")
    await asyncio.sleep(0.3)
    print("bread: ready")


async def main() -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await bake()
    print("the kitchen closes")


if __name__ == "__main__":
    asyncio.run(main())
