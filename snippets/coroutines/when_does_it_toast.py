"""Call a coroutine function, and wait with the await."""

import asyncio


async def toast_bread() -> str:
    print("toaster: on")
    await asyncio.sleep(0.1)
    print("toaster: ping")
    return "toast"


async def main() -> None:
    recipe = toast_bread()
    print(f"toast_bread is a {type(toast_bread).__name__}")
    print(f"toast_bread() is a {type(recipe).__name__}")
    await asyncio.sleep(0.3)  # time enough for three slices
    print("and now:")
    dish = await recipe
    print(f"await toast_bread() is {dish!r}")


if __name__ == "__main__":
    asyncio.run(main())
