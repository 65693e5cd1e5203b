# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
#
# [tool.playback]
# alone = true
# ///
"""Download three pages, one after another."""

import time

import requests

SITES = [
    "https://example.org/",
    "https://www.python.org/",
    "https://docs.python.org/",
]


def download(url: str) -> int:
    print(f"asking {url}")
    page = requests.get(url, timeout=10).content
    print(f"got {len(page):,} bytes from {url}")
    return len(page)


def main() -> None:
    start = time.perf_counter()
    total = sum(download(url) for url in SITES)
    print(f"{total:,} bytes in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
