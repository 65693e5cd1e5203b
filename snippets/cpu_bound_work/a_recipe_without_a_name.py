"""What is sent to a process has to be found there by its name."""

import asyncio
from concurrent.futures import Executor, ProcessPoolExecutor
from pickle import PicklingError

RECIPES = {
    "soup": lambda plates: f"soup for {plates}",
}


async def main(pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    try:
        print(await loop.run_in_executor(pool, RECIPES["soup"], 4))
    except PicklingError as error:
        what, *_ = str(error).split(":")  # why, each Python words anew
        print(f"PicklingError: {what}")


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=1) as helpers:
        asyncio.run(main(helpers))
