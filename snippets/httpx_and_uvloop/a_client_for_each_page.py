# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
#
# [tool.playback]
# alone = true
# ///
"""Five pages of one site: a client for each, and one for all."""

import time

import httpx

URL = "https://example.org/"


def main() -> None:
    start = time.perf_counter()
    for _ in range(5):
        httpx.get(URL)
    print(f"five times httpx.get: {time.perf_counter() - start:.2f} s")

    start = time.perf_counter()
    with httpx.Client() as client:
        for _ in range(5):
            client.get(URL)
    print(f"five times client.get: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
