# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""One cook, who sets one timer at a time."""

import asyncio


async def prepare(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")


async def main() -> None:
    await prepare("soup", 0.3)
    await prepare("rice", 0.2)
    await prepare("tea", 0.1)


if __name__ == "__main__":
    asyncio.run(main())
