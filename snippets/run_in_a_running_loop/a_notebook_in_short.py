"""What a notebook does with its cells: it runs them in a running loop."""

import ast
import asyncio
import inspect
from typing import Any

# --8<-- [start:CELLS]
CELLS = [
    "menu = asyncio.run(fetch_menu())",
    "asyncio.get_running_loop().run_until_complete(asyncio.sleep(0))",
    "menu = await fetch_menu()",
    "print('today:', menu)",
]
# --8<-- [end:CELLS]


async def fetch_menu() -> list[str]:
    await asyncio.sleep(0.1)
    return ["soup", "rice"]


async def notebook() -> None:
    names: dict[str, Any] = {"asyncio": asyncio, "fetch_menu": fetch_menu}
    flag = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    for cell in CELLS:
        print(f"In: {cell}")
        try:
            result = eval(compile(cell, "cell", "exec", flag), names)
            if inspect.iscoroutine(result):
                await result
        except RuntimeError as error:
            print(f"RuntimeError: {error}")


if __name__ == "__main__":
    asyncio.run(notebook())
