# /// script
# [tool.playback]
# exit = -2
# ///
"""Ctrl+C while the cook sleeps."""

import signal
import time


def simmer() -> None:
    print("simmering")
    time.sleep(5)


signal.signal(signal.SIGALRM, signal.default_int_handler)
signal.setitimer(signal.ITIMER_REAL, 0.2)
simmer()
