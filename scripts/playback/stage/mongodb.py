"""A server that speaks MongoDB's protocol, from PyPI; each run gets a database of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playback.stage import RUN, serve


@asynccontextmanager
async def mongodb(folder: Path) -> AsyncIterator[dict[str, str]]:
    """A server with no data, in `folder`."""
    from secantus import SecantusDBServer

    with SecantusDBServer(storage_path=str(folder / "data")) as server:
        yield {"MONGODB_URL": f"{server.uri}run_{RUN}"}


if __name__ == "__main__":
    serve(mongodb)
