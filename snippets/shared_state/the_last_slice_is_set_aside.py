"""The same slice, set aside before the walk."""

import asyncio

cake = {"slices": 1}


async def sell(guest: str) -> None:
    # --8<-- [start:look-take-walk]
    if cake["slices"] > 0:
        cake["slices"] -= 1
        await asyncio.sleep(0.1)  # walk to the kitchen
        # --8<-- [end:look-take-walk]
        print(f"{guest}: here is your cake")
    else:
        print(f"{guest}: sorry, sold out")


async def main() -> None:
    async with asyncio.TaskGroup() as guests:
        guests.create_task(sell("Ana"))
        guests.create_task(sell("Ben"))
    print(f"slices left: {cake['slices']}")


if __name__ == "__main__":
    asyncio.run(main())
