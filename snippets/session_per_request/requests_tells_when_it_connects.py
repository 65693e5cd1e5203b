# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
# ///
"""What requests logs of its connections, without a session and with one."""

import logging

import requests

URL = "https://example.org/"


def main() -> None:
    logging.basicConfig(level=logging.DEBUG, format="%(message)s")
    logging.info("two times requests.get")
    for _ in range(2):
        requests.get(URL, timeout=10)
    logging.info("two times session.get")
    with requests.Session() as session:
        for _ in range(2):
            session.get(URL, timeout=10)


if __name__ == "__main__":
    main()
