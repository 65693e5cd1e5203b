"""The same kitchen; who washes up turns off the tap, and goes."""

import asyncio


async def wash_up() -> None:
    # --8<-- [start:wash]
    try:
        for plate in range(1, 7):
            await asyncio.sleep(0.1)
            print(f"plate {plate}: clean")
    finally:
        print("tap: off")
    # --8<-- [end:wash]


async def main() -> None:
    washing = asyncio.create_task(wash_up(), name="dishwasher")
    await asyncio.sleep(0.25)
    print(f"main: good night, {washing.get_name()}")


if __name__ == "__main__":
    asyncio.run(main())
