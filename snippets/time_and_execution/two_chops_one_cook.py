# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""One cook, two boards: work does not overlap, async or not."""

import asyncio


async def chop(what: str) -> None:
    print(f"{what}: first cut")
    for _ in range(30_000_000):
        pass
    print(f"{what}: done")


async def main() -> None:
    await asyncio.gather(chop("onions"), chop("carrots"))


if __name__ == "__main__":
    asyncio.run(main())
