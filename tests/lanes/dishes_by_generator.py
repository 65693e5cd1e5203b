"""An ordinary generator in a for loop: no actor of its own."""

import time
from collections.abc import Iterator


def dishes() -> Iterator[str]:
    for dish in ("soup", "rice"):
        time.sleep(0.1)
        yield dish


def carry(dish: str) -> None:
    time.sleep(0.05)
    print(dish)


for dish in dishes():
    carry(dish)
print(sum(len(dish) for dish in dishes()))
