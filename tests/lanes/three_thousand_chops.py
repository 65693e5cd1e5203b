"""A small function that is called very often; one of its calls lasts."""

import time


def chop(number: int) -> int:
    if number == 2_500:
        time.sleep(0.2)
    return number * number


def main() -> None:
    total = 0
    for number in range(3_000):
        total += chop(number)
    time.sleep(0.1)
    print(total)


main()
