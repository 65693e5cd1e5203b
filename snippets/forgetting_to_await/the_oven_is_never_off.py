"""A check that always says yes, since a coroutine object is true."""

import asyncio


async def is_off(oven: str) -> bool:
    await asyncio.sleep(0.1)
    return oven == "small oven"


async def main() -> None:
    for oven in ("small oven", "large oven"):
        # --8<-- [start:check]
        if is_off(oven):
            # --8<-- [end:check]
            print(f"{oven}: is off, go home")


if __name__ == "__main__":
    asyncio.run(main())
