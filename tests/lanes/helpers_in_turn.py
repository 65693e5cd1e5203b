"""A program that waits for each of its child processes."""

import subprocess
import sys

CHILD = "import time; print('peeling', flush=True); time.sleep(0.2)"


def peel() -> None:
    subprocess.run([sys.executable, "-c", CHILD], check=True)


def soak(seconds: str) -> None:
    subprocess.run(["sleep", seconds], check=True)


peel()
soak("0.3")
