# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "requests", "starlette", "uvicorn"]
# ///
"""Three guests want the last soup, from a handler by `def`."""

import asyncio
import time

import fastapi

from open_door import ask, open_door

app = fastapi.FastAPI()
left = {"soup": 1}


@app.get("/soup")
def serve_soup() -> str:
    if left["soup"] == 0:
        return "no soup"
    time.sleep(0.3)  # it is warmed up
    left["soup"] -= 1
    return "one soup"


async def main() -> None:
    call = asyncio.get_running_loop().run_in_executor
    async with open_door(app) as url:
        guests = [call(None, ask, f"{url}/soup") for _ in range(3)]
        await asyncio.gather(*guests)
    print("left:", left["soup"])


if __name__ == "__main__":
    asyncio.run(main())
