# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["SecantusDB"]
# ///
"""A MongoDB to ask: yours if MONGODB_URL names one, else a stand-in."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory


@contextmanager
def mongodb_url() -> Iterator[str]:
    if url := os.environ.get("MONGODB_URL"):
        yield url
        return
    from secantus import SecantusDBServer  # needed only here

    with (
        TemporaryDirectory() as folder,
        SecantusDBServer(storage_path=folder) as server,
    ):
        yield server.uri


def main() -> None:
    with mongodb_url() as url:
        print("here is one:", url.partition(":")[0])


if __name__ == "__main__":
    main()
