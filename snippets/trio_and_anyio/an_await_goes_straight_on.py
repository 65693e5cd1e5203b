"""asyncio: a hundred awaits, and nobody else gets a turn."""

import asyncio


async def watch_the_pot() -> None:
    looks = 0
    try:
        while True:
            await asyncio.sleep(0)
            looks += 1
    finally:
        print(f"looked at the pot {looks} times")


async def main() -> None:
    slips: asyncio.Queue[int] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        watch = group.create_task(watch_the_pot())
        await asyncio.sleep(0)
        for number in range(100):
            await slips.put(number)
        watch.cancel()


if __name__ == "__main__":
    asyncio.run(main())
