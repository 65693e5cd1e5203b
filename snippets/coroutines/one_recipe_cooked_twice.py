# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""A coroutine object is one run, not a recipe to be kept."""

import asyncio


async def toast_bread() -> str:
    await asyncio.sleep(0.1)
    return "toast"


async def main() -> None:
    slice_of_bread = toast_bread()
    print(await slice_of_bread)
    print(await slice_of_bread)


if __name__ == "__main__":
    asyncio.run(main())
