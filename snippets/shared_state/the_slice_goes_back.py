"""A sale that is called off, and a slice that goes back on the shelf."""

import asyncio

cake = {"slices": 1}


async def sell(guest: str) -> None:
    if cake["slices"] == 0:
        print(f"{guest}: sorry, sold out")
        return
    cake["slices"] -= 1
    try:
        await asyncio.sleep(0.2)  # walk to the kitchen
    except BaseException:  # a cancellation, too
        cake["slices"] += 1
        raise
    print(f"{guest}: here is your cake")


async def main() -> None:
    try:
        async with asyncio.timeout(0.1):
            await sell("Ana")
    except TimeoutError:
        print("Ana: gone, without her cake")
    print(f"slices left: {cake['slices']}")


if __name__ == "__main__":
    asyncio.run(main())
