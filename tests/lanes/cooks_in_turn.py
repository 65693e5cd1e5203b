"""A loop written by hand drives two generators in turn: the smallest event loop."""

import time
from collections import deque
from collections.abc import Generator


def cook(dish: str, steps: int) -> Generator[int, str, str]:
    for step in range(steps):
        time.sleep(0.05)
        word = yield step
        print(dish, word)
    return dish


def kitchen() -> None:
    cooks = deque([cook("soup", 2), cook("rice", 3)])
    for each in cooks:
        next(each)
    while cooks:
        turn = cooks.popleft()
        try:
            turn.send("stirred")
        except StopIteration as done:
            print(done.value, "ready")
        else:
            cooks.append(turn)


kitchen()
