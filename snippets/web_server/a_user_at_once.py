# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""One request, whose handler looks two things up at the same time."""

import asyncio

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer


async def find_user(number: str) -> dict[str, object]:
    await asyncio.sleep(0.5)  # as long as a database takes
    return {"id": number, "name": f"User {number}"}


async def find_permissions(number: str) -> dict[str, object]:
    await asyncio.sleep(0.7)  # as long as another service takes
    return {"permissions": ["read", "write"]}


# --8<-- [start:handler]
async def show_user(request: web.Request) -> web.Response:
    number = request.match_info["user_id"]
    async with asyncio.TaskGroup() as group:
        user = group.create_task(find_user(number))
        permissions = group.create_task(find_permissions(number))
    return web.json_response(user.result() | permissions.result())


# --8<-- [end:handler]
async def main() -> None:
    app = web.Application()
    app.router.add_get("/users/{user_id}", show_user)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/users/7")
        print(answer.status, await answer.text())


if __name__ == "__main__":
    asyncio.run(main())
