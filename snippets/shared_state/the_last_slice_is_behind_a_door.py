"""The same slice in a pantry, which one waiter at a time may enter."""

import asyncio

cake = {"slices": 1}


async def sell(guest: str, pantry: asyncio.Lock) -> None:
    # --8<-- [start:door]
    async with pantry:
        # --8<-- [end:door]
        if cake["slices"] > 0:
            await asyncio.sleep(0.1)  # is it still good? cut it, plate it
            cake["slices"] -= 1
            print(f"{guest}: here is your cake")
        else:
            print(f"{guest}: sorry, sold out")


async def main() -> None:
    pantry = asyncio.Lock()
    async with asyncio.TaskGroup() as guests:
        guests.create_task(sell("Ana", pantry))
        guests.create_task(sell("Ben", pantry))
    print(f"slices left: {cake['slices']}")


if __name__ == "__main__":
    asyncio.run(main())
