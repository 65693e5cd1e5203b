"""The same fish with a timer beside the pan, and a clock that ticks."""

import asyncio


async def tick() -> None:
    for number in range(1, 5):
        print(f"tick {number}")
        await asyncio.sleep(0.1)


async def fry_fish() -> None:
    await asyncio.sleep(0.15)
    print("fish: into the pan")
    # --8<-- [start:fry]
    await asyncio.sleep(0.3)
    # --8<-- [end:fry]
    print("fish: turned")


async def main() -> None:
    await asyncio.gather(tick(), fry_fish())


if __name__ == "__main__":
    asyncio.run(main())
