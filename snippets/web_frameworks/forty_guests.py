# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp", "fastapi", "requests", "starlette", "uvicorn"]
# ///
"""Forty guests want soup by `def`; one more looks at the menu, by `def`."""

import asyncio

import aiohttp

from def_blocks import app
from open_door import open_door


@app.get("/menu")
def show_menu() -> str:
    return "there is soup"


async def ask(url: str) -> str:
    async with aiohttp.request("GET", url) as answer:
        return await answer.text()


async def main() -> None:
    async with open_door(app) as url, asyncio.TaskGroup() as guests:
        for _ in range(40):
            guests.create_task(ask(f"{url}/soup"))
        await asyncio.sleep(0.2)
        menu = guests.create_task(ask(f"{url}/menu"))
        print("health:", await ask(f"{url}/health"))
        print("menu:", await menu)


if __name__ == "__main__":
    asyncio.run(main())
