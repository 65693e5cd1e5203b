# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "requests", "starlette", "uvicorn"]
# ///
"""Work after the answer, as a background task of Starlette's."""

import asyncio

import fastapi

from open_door import ask, open_door

app = fastapi.FastAPI()


# --8<-- [start:handler]
async def write_down(what: str) -> None:
    await asyncio.sleep(0.5)  # as long as a slow ledger takes
    print("written down:", what)


@app.get("/menu")
async def show_menu(afterwards: fastapi.BackgroundTasks) -> str:
    afterwards.add_task(write_down, "the menu was read")
    return "there is soup"


# --8<-- [end:handler]
async def main() -> None:
    async with open_door(app) as url:
        await asyncio.to_thread(ask, f"{url}/menu")
    print("the door is closed")


if __name__ == "__main__":
    asyncio.run(main())
