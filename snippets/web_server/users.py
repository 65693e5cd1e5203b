# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
#
# [tool.playback]
# stop = 0.5
# ///
"""A server of users, with checked input, JSON errors and a clean stop."""

import asyncio
import json
import logging
import os
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

LOG = logging.getLogger("users")


# --8<-- [start:settings]
@dataclass(frozen=True)
class Settings:
    host: str = "127.0.0.1"
    port: int = 0  # any that is free
    grace: float = 4.0  # seconds that answers get when the server stops
    pace: float = 1.0  # of the stand-in for a database

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        return cls(
            host=environment.get("HOST", cls.host),
            port=int(environment.get("PORT", cls.port)),
            grace=float(environment.get("GRACE", cls.grace)),
            pace=float(environment.get("PACE", cls.pace)),
        )


# --8<-- [end:settings]
class UnknownUser(Exception):
    pass


class Database:
    def __init__(self, pace: float) -> None:
        self.pace = pace
        LOG.info("database open")

    async def user(self, number: int) -> dict[str, object]:
        await asyncio.sleep(0.5 * self.pace)
        if number > 1000:
            raise UnknownUser
        return {"id": number, "name": f"User {number}"}

    async def permissions(self, number: int) -> list[str]:
        await asyncio.sleep(0.7 * self.pace)
        return ["read", "write"]

    async def close(self) -> None:
        LOG.info("database closed")


# --8<-- [start:database]
SETTINGS = web.AppKey("SETTINGS", Settings)
DATABASE = web.AppKey("DATABASE", Database)


async def open_database(app: web.Application) -> AsyncIterator[None]:
    app[DATABASE] = Database(app[SETTINGS].pace)
    yield
    await app[DATABASE].close()


# --8<-- [end:database]
# --8<-- [start:errors]
@web.middleware
async def json_errors(
    request: web.Request, handler: Handler
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPError as error:
        error.text = json.dumps({"error": error.text})
        error.content_type = "application/json"
        raise
    except web.HTTPException:  # a redirect, which is no error
        raise
    except Exception:
        LOG.exception("%s %s failed", request.method, request.path)
        return web.json_response({"error": "it is our fault"}, status=500)


# --8<-- [end:errors]
# --8<-- [start:handler]
def user_id(request: web.Request) -> int:
    text = request.match_info["user_id"]
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise web.HTTPBadRequest(text="a user's id is a number from 1")
    return int(text)


async def show_user(request: web.Request) -> web.Response:
    number, database = user_id(request), request.app[DATABASE]
    try:
        async with asyncio.TaskGroup() as group:
            user = group.create_task(database.user(number))
            permissions = group.create_task(database.permissions(number))
    except ExceptionGroup as failures:
        if failures.split(UnknownUser)[1]:  # something else failed
            raise
        raise web.HTTPNotFound(text=f"there is no user {number}") from None
    found = user.result() | {"permissions": permissions.result()}
    return web.json_response(found)


# --8<-- [end:handler]
# --8<-- [start:app]
async def show_health(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def make_app(settings: Settings) -> web.Application:
    app = web.Application(middlewares=[json_errors])
    app[SETTINGS] = settings
    app.cleanup_ctx.append(open_database)
    app.router.add_get("/users/{user_id}", show_user)
    app.router.add_get("/health", show_health)
    return app


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    settings = Settings.read(os.environ)
    web.run_app(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        shutdown_timeout=settings.grace,
    )


# --8<-- [end:app]
if __name__ == "__main__":
    main()
