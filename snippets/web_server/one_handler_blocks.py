# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp", "requests"]
# ///
"""A server with one handler that blocks, and two clients in threads."""

import asyncio
import time

import requests
from aiohttp import test_utils, web


async def show_health(_: web.Request) -> web.Response:
    await asyncio.sleep(0.1)  # it looks around
    return web.Response(text="I am well")


async def show_report(_: web.Request) -> web.Response:
    time.sleep(0.5)  # noqa: ASYNC251
    return web.Response(text="here is the report")


def ask(server: test_utils.BaseTestServer, path: str, after: float) -> None:
    time.sleep(after)
    print("answer:", requests.get(f"{server.make_url(path)}", timeout=5).text)


async def main() -> None:
    app = web.Application()
    app.router.add_get("/health", show_health)
    app.router.add_get("/report", show_report)
    async with test_utils.TestServer(app) as server:
        report = asyncio.to_thread(ask, server, "/report", 0)
        health = asyncio.to_thread(ask, server, "/health", 0.1)
        await asyncio.gather(report, health)


if __name__ == "__main__":
    asyncio.run(main())
