"""The kitchen closes, and the one who washes up will not hear of it."""

import asyncio
import contextlib


async def wash_up() -> None:
    # --8<-- [start:wash]
    for plate in range(1, 7):
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.1)
            print(f"plate {plate}: clean")
    print("tap: off")
    # --8<-- [end:wash]


async def main() -> None:
    washing = asyncio.create_task(wash_up(), name="dishwasher")
    await asyncio.sleep(0.25)
    print(f"main: good night, {washing.get_name()}")


if __name__ == "__main__":
    asyncio.run(main())
