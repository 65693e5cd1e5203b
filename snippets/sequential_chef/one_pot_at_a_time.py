"""Pasta with tomato sauce, by a cook who never leaves a pot."""

import time


def boil_pasta() -> None:
    print("pasta: into the water")
    time.sleep(0.3)  # stand by the pot and watch it
    print("pasta: drained")


def make_sauce() -> None:
    print("sauce: on the stove")
    time.sleep(0.2)
    print("sauce: done")


def main() -> None:
    boil_pasta()
    make_sauce()
    print("served")


if __name__ == "__main__":
    main()
