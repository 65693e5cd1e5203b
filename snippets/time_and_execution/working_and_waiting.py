# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Two ways for a program to take time."""

import time


def chop() -> None:
    for _ in range(5_000_000):
        pass


def simmer() -> None:
    time.sleep(0.3)


def main() -> None:
    for step in (chop, simmer):
        start, work = time.perf_counter(), time.process_time()
        step()
        seconds = time.perf_counter() - start
        work = time.process_time() - work
        print(f"{step.__name__}: {seconds:.2f} s, of which work {work:.2f} s")


if __name__ == "__main__":
    main()
