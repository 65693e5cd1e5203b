# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Three books that somebody has to bring, asked for one by one."""

import time

ON_THE_WAY = {"Emma": 0.1, "Dracula": 0.25, "Ulysses": 0.4}


def read(book: str, seconds: float) -> None:
    print(f"{book}: asked for")
    time.sleep(seconds)  # it has to be brought
    print(f"{book}: on the desk")
    for _ in range(2_000_000):  # reading is work
        pass
    print(f"{book}: read")


def main() -> None:
    for book, seconds in ON_THE_WAY.items():
        read(book, seconds)


if __name__ == "__main__":
    main()
