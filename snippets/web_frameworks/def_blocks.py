# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "requests", "starlette", "uvicorn"]
# ///
"""Two guests want soup, one asks after health: `def` that blocks."""

import asyncio
import time

import fastapi

from open_door import ask, open_door

app = fastapi.FastAPI()


# --8<-- [start:handler]
@app.get("/soup")
def serve_soup() -> str:
    time.sleep(0.4)
    return "one soup"


# --8<-- [end:handler]
@app.get("/health")
async def show_health() -> str:
    await asyncio.sleep(0.1)  # it looks around
    return "I am well"


async def main() -> None:
    call = asyncio.get_running_loop().run_in_executor
    async with open_door(app) as url:
        await asyncio.gather(
            call(None, ask, f"{url}/soup", 0),
            call(None, ask, f"{url}/soup", 0.1),
            call(None, ask, f"{url}/health", 0.15),
        )


if __name__ == "__main__":
    asyncio.run(main())
