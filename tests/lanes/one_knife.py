"""Two cooks in threads, and one knife: a lock."""

import threading
import time

knife = threading.Lock()


def chop(dish: str) -> None:
    with knife:
        time.sleep(0.2)


cooks = [threading.Thread(target=chop, args=(dish,), name=dish) for dish in ("onion", "leek")]
for cook in cooks:
    cook.start()
    time.sleep(0.05)
for cook in cooks:
    cook.join()
