"""One slice of cake, two guests, and a waiter who looks before walking."""

import asyncio

cake = {"slices": 1}


async def sell(guest: str) -> None:
    # --8<-- [start:look-walk-take]
    if cake["slices"] > 0:
        await asyncio.sleep(0.1)  # walk to the kitchen
        cake["slices"] -= 1
        # --8<-- [end:look-walk-take]
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
