# /// script
# requires-python = ">=3.11"
# dependencies = ["requests", "starlette", "uvicorn"]
# ///
"""Starlette's routes, and a handler that looks up two things at once."""

import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from open_door import ask, open_door


async def find(seconds: float, **found: object) -> dict[str, object]:
    await asyncio.sleep(seconds)  # as long as somebody else takes
    return found


async def show_user(request: Request) -> JSONResponse:
    number = request.path_params["user_id"]
    async with asyncio.TaskGroup() as group:
        user = group.create_task(find(0.2, id=number, name="Ada", age=36))
        rights = group.create_task(find(0.3, permissions=["read", "write"]))
    return JSONResponse(user.result() | rights.result())


app = Starlette(routes=[Route("/users/{user_id:int}", show_user)])


async def main() -> None:
    async with open_door(app) as url:
        await asyncio.to_thread(ask, f"{url}/users/7")
        await asyncio.to_thread(ask, f"{url}/users/seven")


if __name__ == "__main__":
    asyncio.run(main())
