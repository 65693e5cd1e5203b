# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
#
# [tool.playback]
# alone = true
# ///
"""Download three pages with httpx, one after the other."""

import time

import httpx

SITES = [
    "https://example.org/",
    "https://www.python.org/",
    "https://docs.python.org/",
]


def download(client: httpx.Client, url: str) -> int:
    response = client.get(url)
    print(f"got {len(response.content):,} bytes from {url}")
    return len(response.content)


def main() -> None:
    start = time.perf_counter()
    with httpx.Client() as client:
        sizes = [download(client, url) for url in SITES]
    print(f"{sum(sizes):,} bytes in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
