# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Three books at once, and a reader who is soon bored."""

import asyncio

BOOKS = ("Emma", "Dracula", "Ulysses")


def read_chapter(book: str, chapter: int) -> None:
    print(f"{book}: chapter {chapter}")
    for _ in range(2_000_000):  # reading is work
        pass


async def read(book: str) -> None:
    read_chapter(book, 1)
    # --8<-- [start:boredom]
    await asyncio.sleep(0)  # bored: lay it aside, take the next one
    # --8<-- [end:boredom]
    read_chapter(book, 2)
    print(f"{book}: read, and returned")


async def main() -> None:
    print("three books: found and borrowed")
    await asyncio.gather(*[read(book) for book in BOOKS])


if __name__ == "__main__":
    asyncio.run(main())
