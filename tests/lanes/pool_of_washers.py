"""Four plates for a pool of two processes."""

import multiprocessing
import time


def wash(plate: int) -> int:
    time.sleep(0.1)
    return plate


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as washers:
        print(washers.map(wash, range(4), chunksize=1))
