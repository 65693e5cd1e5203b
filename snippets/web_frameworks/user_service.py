# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "pydantic", "uvicorn"]
#
# [tool.playback]
# stop = 0.5
# ///
"""A server of users by FastAPI, whose database lives as long as it does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import fastapi
import pydantic
import uvicorn


class UnknownUser(Exception):
    pass


class Database:
    def __init__(self, pace: float = 1.0) -> None:
        self.pace = pace

    async def name_of(self, number: int) -> str:
        await asyncio.sleep(0.2 * self.pace)
        if number > 1000:
            raise UnknownUser
        return f"User {number}"

    async def permissions_of(self, number: int) -> list[str]:
        await asyncio.sleep(0.3 * self.pace)
        return ["read", "write"]


# --8<-- [start:lifespan]
@asynccontextmanager
async def open_database(app: fastapi.FastAPI) -> AsyncIterator[None]:
    app.state.database = Database()
    print("database open")
    yield
    print("database closed")


app = fastapi.FastAPI(lifespan=open_database)


async def get_database(request: fastapi.Request) -> Database:
    database: Database = request.app.state.database
    return database


# --8<-- [end:lifespan]
# --8<-- [start:handler]
class User(pydantic.BaseModel):
    id: int
    name: str
    permissions: list[str]


@app.get("/users/{number}")
async def show_user(
    number: Annotated[int, fastapi.Path(ge=1, le=999_999_999)],
    database: Annotated[Database, fastapi.Depends(get_database)],
) -> User:
    try:
        async with asyncio.TaskGroup() as group:
            name = group.create_task(database.name_of(number))
            rights = group.create_task(database.permissions_of(number))
    except ExceptionGroup as failures:
        if failures.split(UnknownUser)[1]:  # something else failed
            raise
        raise fastapi.HTTPException(404, f"no user {number}") from None
    return User(id=number, name=name.result(), permissions=rights.result())


# --8<-- [end:handler]
def main() -> None:
    uvicorn.run(app, port=0)  # any port that is free


if __name__ == "__main__":
    main()
