# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp", "uvicorn"]
# ///
"""The smallest web application, served by uvicorn and asked once."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import uvicorn

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def app(scope: Message, receive: Receive, send: Send) -> None:
    print("called:", scope["method"], scope["path"], await receive())
    await asyncio.sleep(0.3)  # as long as a soup takes
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": b"one soup"})


async def main() -> None:
    door = socket.create_server(("127.0.0.1", 0))  # any port that is free
    url = "http://127.0.0.1:{1}/soup".format(*door.getsockname())
    config = uvicorn.Config(app, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([door]))
    async with aiohttp.request("POST", url, data=b"no salt") as answer:
        print("answered:", answer.status, await answer.text())
    server.should_exit = True
    await serving


if __name__ == "__main__":
    asyncio.run(main())
