# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
# ///
"""The work for five pages of one site: a client for each, or one for all."""

import time

import httpx

URL = "https://example.org/"


def for_each() -> None:
    for _ in range(5):
        httpx.get(URL)


def for_all() -> None:
    with httpx.Client() as client:
        for _ in range(5):
            client.get(URL)


def certificates() -> None:
    httpx.create_ssl_context(trust_env=False)  # those that httpx brings


def main() -> None:
    httpx.get(URL)  # the first client loads what all of them need
    for way in (for_each, for_all, certificates):
        start = time.process_time()
        way()
        work = (time.process_time() - start) * 1000
        print(f"{way.__name__}: {work:.1f} ms of work")


if __name__ == "__main__":
    main()
