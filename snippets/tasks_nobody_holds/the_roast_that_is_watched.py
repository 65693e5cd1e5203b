"""The same roast in a group, which tells as soon as it fails."""

import asyncio


async def roast() -> None:
    await asyncio.sleep(0.1)
    raise RuntimeError("the oven is cold")


async def lay_table() -> None:
    await asyncio.sleep(0.4)
    print("table: laid")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as orders:
            orders.create_task(roast())
            await lay_table()
        print("dinner: be seated")
    except* RuntimeError as failed:
        print(f"dinner: called off, {failed.exceptions[0]}")


if __name__ == "__main__":
    asyncio.run(main())
