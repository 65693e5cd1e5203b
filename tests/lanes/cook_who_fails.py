"""A thread ends by an exception; the program goes on."""

import threading
import time


def cook(dish: str) -> None:
    time.sleep(0.1)
    raise ValueError(f"{dish} is burnt")


thread = threading.Thread(target=cook, args=("soup",), name="cook")
thread.start()
thread.join()
time.sleep(0.05)
print("the kitchen stays open")
