"""Five dishes for a pool of two threads."""

import time
from concurrent.futures import ThreadPoolExecutor


def cook(number: int) -> int:
    time.sleep(0.1)
    return number


with ThreadPoolExecutor(max_workers=2, thread_name_prefix="cook") as cooks:
    print(list(cooks.map(cook, range(5))))
