# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Three books that somebody has to bring, asked for at once."""

import asyncio

ON_THE_WAY = {"Emma": 0.1, "Dracula": 0.25, "Ulysses": 0.4}


async def read(book: str, seconds: float) -> None:
    print(f"{book}: asked for")
    # --8<-- [start:brought]
    await asyncio.sleep(seconds)  # it has to be brought
    # --8<-- [end:brought]
    print(f"{book}: on the desk")
    for _ in range(2_000_000):  # reading is work
        pass
    print(f"{book}: read")


async def main() -> None:
    books = ON_THE_WAY.items()
    # --8<-- [start:together]
    await asyncio.gather(*[read(*book) for book in books])
    # --8<-- [end:together]


if __name__ == "__main__":
    asyncio.run(main())
