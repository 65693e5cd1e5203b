"""A process makes a copy of itself: os.fork."""

import os
import time


def cook(dish: str) -> None:
    time.sleep(0.2)
    print(f"{dish}: ready", flush=True)


child = os.fork()
if child == 0:
    cook("soup")
    os._exit(3)
cook("rice")
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status))
