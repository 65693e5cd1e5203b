# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "pydantic", "requests", "starlette", "uvicorn"]
# ///
"""The same handler by FastAPI, which checks what comes in and goes out."""

import asyncio
from typing import Annotated

import fastapi
import pydantic

from open_door import ask, open_door
from user_by_starlette import find

app = fastapi.FastAPI()


class User(pydantic.BaseModel):
    id: int
    name: str
    permissions: list[str]


@app.get("/users/{user_id}", response_model=User)
async def show_user(user_id: Annotated[int, fastapi.Path(ge=1)]) -> object:
    async with asyncio.TaskGroup() as group:
        user = group.create_task(find(0.2, id=user_id, name="Ada", age=36))
        rights = group.create_task(find(0.3, permissions=["read", "write"]))
    return user.result() | rights.result()


async def main() -> None:
    async with open_door(app) as url:
        await asyncio.to_thread(ask, f"{url}/users/7")
        await asyncio.to_thread(ask, f"{url}/users/seven")


if __name__ == "__main__":
    asyncio.run(main())
