"""Three recipes, each of which waits for the next, and a radio."""

import asyncio


async def toast_bread() -> str:
    await asyncio.sleep(0.25)
    return "toast"


async def make_sandwich() -> str:
    bread = await toast_bread()
    return f"cheese on {bread}"


async def serve_breakfast() -> None:
    dish = await make_sandwich()
    print(f"breakfast: {dish}")


async def play_radio() -> None:
    for song in ("first", "second", "third"):
        print(f"radio: {song} song")
        await asyncio.sleep(0.1)


async def main() -> None:
    await asyncio.gather(serve_breakfast(), play_radio())


if __name__ == "__main__":
    asyncio.run(main())
