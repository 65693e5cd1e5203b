# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Three books, each read to its end before the next is opened."""

BOOKS = ("Emma", "Dracula", "Ulysses")


def read_chapter(book: str, chapter: int) -> None:
    print(f"{book}: chapter {chapter}")
    for _ in range(2_000_000):  # reading is work
        pass


def read(book: str) -> None:
    print(f"{book}: found on the shelf")
    read_chapter(book, 1)
    read_chapter(book, 2)
    print(f"{book}: read, and returned")


def main() -> None:
    for book in BOOKS:
        read(book)


if __name__ == "__main__":
    main()
