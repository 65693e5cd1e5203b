# /// script
# requires-python = ">=3.11"
# dependencies = ["requests", "starlette", "uvicorn"]
# ///
"""A door for a web application, and a guest who comes to it."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import requests
import uvicorn
from starlette.applications import Starlette


@asynccontextmanager
async def open_door(app: Starlette) -> AsyncIterator[str]:
    door = socket.create_server(("127.0.0.1", 0))  # any port that is free
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    serving = asyncio.create_task(server.serve([door]))
    try:
        yield "http://127.0.0.1:{1}".format(*door.getsockname())
    finally:
        server.should_exit = True
        await serving


def ask(url: str, after: float = 0) -> None:
    time.sleep(after)
    answer = requests.get(url, timeout=5)
    print("answer:", answer.status_code, answer.text)


async def main() -> None:
    async with open_door(Starlette()) as url:
        await asyncio.to_thread(ask, f"{url}/soup")


if __name__ == "__main__":
    asyncio.run(main())
