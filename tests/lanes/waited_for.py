"""One dish comes in time, the other does not."""

import asyncio


async def cook(dish: str, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return dish


async def main() -> None:
    print(await asyncio.wait_for(cook("soup", 0.1), 0.2))
    slow = asyncio.create_task(cook("roast", 0.5), name="roast")
    try:
        await asyncio.wait_for(slow, 0.25)
    except TimeoutError:
        print("no roast today")


asyncio.run(main())
