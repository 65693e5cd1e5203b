# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "requests", "starlette", "uvicorn"]
# ///
"""A dependency with `yield`: lent to one request, and given back after it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import fastapi

from after_the_answer import app, write_down
from open_door import ask, open_door


async def lend_ladle() -> AsyncIterator[str]:
    print("lent")
    try:
        yield "a ladle"
    finally:
        print("given back")


@app.get("/soup")
async def serve_soup(
    ladle: Annotated[str, fastapi.Depends(lend_ladle)],
    afterwards: fastapi.BackgroundTasks,
) -> str:
    afterwards.add_task(write_down, "a soup was served")
    return f"one soup, by {ladle}"


async def main() -> None:
    async with open_door(app) as url:
        await asyncio.to_thread(ask, f"{url}/soup")


if __name__ == "__main__":
    asyncio.run(main())
