"""The kitchen of step 4 on asyncio's loop: `bake` is the same."""

import asyncio


def sleep(seconds: float) -> asyncio.Future[None]:
    loop = asyncio.get_running_loop()
    rung = loop.create_future()
    loop.call_later(seconds, rung.set_result, None)
    return rung


async def bake(dish: str, hot: asyncio.Future[int], seconds: float) -> str:
    degrees = await hot
    print(f"{dish}: into the oven, at {degrees} °C")
    await sleep(seconds)
    return f"{dish}: baked"


async def main() -> None:
    loop = asyncio.get_running_loop()
    hot = loop.create_future()
    loop.call_later(0.2, hot.set_result, 220)
    cake = asyncio.create_task(bake("cake", hot, 0.1))
    bread = asyncio.create_task(bake("bread", hot, 0.2))
    print(await cake)
    print(await bread)


if __name__ == "__main__":
    asyncio.run(main())
