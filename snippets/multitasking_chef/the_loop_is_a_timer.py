"""The event loop itself, used as what it is: a kitchen timer."""

import asyncio


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, print, "ring: the eggs are hard")
    loop.call_later(0.1, print, "ring: turn the fish")
    loop.call_later(0.2, print, "ring: take out the bread")
    print("three timers set, hands free")
    await asyncio.sleep(0.4)
    print("dinner")


if __name__ == "__main__":
    asyncio.run(main())
