# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.playback]
# alone = true
# ///
"""Download three pages, with a thread for each."""

import time
from concurrent.futures import ThreadPoolExecutor

import requests

SITES = [
    "https://example.org/",
    "https://www.python.org/",
    "https://docs.python.org/",
]


def download(url: str) -> int:
    page = requests.get(url, timeout=10).content
    print(f"got {len(page):,} bytes from {url}")
    return len(page)


def main() -> None:
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=3) as threads:
        total = sum(threads.map(download, SITES))
    print(f"{total:,} bytes in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
