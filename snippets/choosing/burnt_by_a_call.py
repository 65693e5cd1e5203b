# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""A roast burns, in a program that calls."""

import time


def roast(weight: int) -> None:
    time.sleep(0.1 * weight)
    if weight > 1:
        raise RuntimeError("burnt")


def order(guest: str, weight: int) -> None:
    print(f"order for {guest}")
    roast(weight)


def main() -> None:
    order("Ana", 1)
    order("Ben", 2)


if __name__ == "__main__":
    main()
