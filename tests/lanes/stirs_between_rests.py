"""A loop that stirs very often and rests now and then, on its own and in a function."""

import time

strokes = 0


def stir(times: int) -> None:
    global strokes
    for stroke in range(times):
        strokes += 1
        if stroke % 1_000_000 == 999_999:
            time.sleep(0.2)


for stroke in range(3_000_000):
    strokes += 1
    if stroke % 1_000_000 == 999_999:
        time.sleep(0.1)
stir(3_000_000)
