# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "requests", "starlette", "uvicorn"]
# ///
"""Work after the answer, as a task of your own."""

import asyncio

import fastapi

from open_door import ask, open_door

app = fastapi.FastAPI()


async def write_down(what: str) -> None:
    await asyncio.sleep(0.5)  # as long as a slow ledger takes
    print("written down:", what)


# --8<-- [start:handler]
held: set[asyncio.Task[None]] = set()


@app.get("/menu")
async def show_menu() -> str:
    task = asyncio.create_task(write_down("the menu was read"))
    held.add(task)  # the loop alone would not keep it
    task.add_done_callback(held.discard)
    return "there is soup"


# --8<-- [end:handler]
async def main() -> None:
    async with open_door(app) as url:
        await asyncio.to_thread(ask, f"{url}/menu")
    print("the door is closed")


if __name__ == "__main__":
    asyncio.run(main())
