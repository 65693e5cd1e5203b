"""A child process is killed while it sleeps."""

import multiprocessing
import time


def simmer(seconds: float) -> None:
    time.sleep(seconds)


if __name__ == "__main__":
    helper = multiprocessing.get_context("fork").Process(target=simmer, args=(20.0,), name="helper")
    helper.start()
    time.sleep(0.3)
    helper.kill()
    helper.join()
    print(helper.exitcode)
