# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""Five requests at once, to a server of one thread."""

import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def find(what: str, seconds: float) -> str:
    await asyncio.sleep(seconds)  # as long as somebody else takes
    return what


async def show_user(request: web.Request) -> web.Response:
    async with asyncio.TaskGroup() as group:
        user = group.create_task(find("user", 0.5))
        rights = group.create_task(find("permissions", 0.7))
    return web.Response(text=f"{user.result()} with {rights.result()}")


async def main() -> None:
    app = web.Application()
    app.router.add_get("/users/{user_id}", show_user)
    async with TestClient(TestServer(app)) as client:
        guests = [client.get(f"/users/{number}") for number in range(1, 6)]
        print("five set out")
        answers = await asyncio.gather(*guests)
        print("five are answered:", {answer.status for answer in answers})


if __name__ == "__main__":
    asyncio.run(main())
