# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""A helper that opens a kitchen of its own, called from within one."""

import asyncio


async def fetch_menu() -> list[str]:
    await asyncio.sleep(0.1)
    return ["soup", "rice"]


def load_menu() -> list[str]:
    # --8<-- [start:second-loop]
    return asyncio.run(fetch_menu())
    # --8<-- [end:second-loop]


async def main() -> None:
    print("today:", load_menu())


if __name__ == "__main__":
    asyncio.run(main())
