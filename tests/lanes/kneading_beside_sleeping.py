"""One thread computes while the other sleeps."""

import threading
import time


def knead(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(1000))


def rest(seconds: float) -> None:
    time.sleep(seconds)


cooks = [
    threading.Thread(target=knead, args=(0.3,), name="kneads"),
    threading.Thread(target=rest, args=(0.3,), name="rests"),
]
for cook in cooks:
    cook.start()
for cook in cooks:
    cook.join()
