"""One cook, one dish after another."""

import time


def cook(dish: str) -> str:
    print(f"{dish}: on the stove")
    time.sleep(0.2)
    print(f"{dish}: ready")
    return dish


def main() -> None:
    for dish in ["soup", "rice", "tea"]:
        cook(dish)


main()
