"""One generator within another, and a stove that hears only waits."""

import time
from collections.abc import Generator

Recipe = Generator[tuple[str, float], None, str]


def boil_pasta() -> Recipe:
    print("pasta: into the water")
    yield ("sleep", 0.2)
    print("pasta: drained")
    return "pasta"


def make_dinner() -> Recipe:
    dish = yield from boil_pasta()
    yield ("sleep", 0.1)
    return f"{dish} with sauce"


def drive(recipe: Recipe) -> str:
    while True:
        try:
            wish, seconds = next(recipe)
        except StopIteration as end:
            return str(end.value)
        print(f"stove: {wish} {seconds}")
        time.sleep(seconds)


if __name__ == "__main__":
    print("served:", drive(make_dinner()))
