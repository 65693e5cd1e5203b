"""What comes out of coroutines that wait for parts of asyncio."""

import asyncio


async def take_delivery(door: asyncio.Future[str]) -> str:
    return f"thank you for the {await door}"


async def main() -> None:
    door: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    recipe = take_delivery(door)
    print("it yields the future itself:", recipe.send(None) is door)
    door.set_result("tomatoes")
    try:
        recipe.send(None)
    except StopIteration as end:
        print("it returns:", end.value)
    step_aside = asyncio.sleep(0)
    print("asyncio.sleep(0) yields:", step_aside.send(None))
    step_aside.close()


if __name__ == "__main__":
    asyncio.run(main())
