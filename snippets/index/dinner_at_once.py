# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""The same cook, who sets all three timers first."""

import asyncio


async def prepare(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")


async def main() -> None:
    await asyncio.gather(
        prepare("soup", 0.3),
        prepare("rice", 0.2),
        prepare("tea", 0.1),
    )


if __name__ == "__main__":
    asyncio.run(main())
