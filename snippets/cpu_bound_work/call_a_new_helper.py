# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""The same small question, to a new helper and to one who is there."""

import asyncio
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter


async def main(pool: Executor) -> None:
    loop = asyncio.get_running_loop()
    for helper in ("a new helper", "the same one"):
        start = perf_counter()
        await loop.run_in_executor(pool, abs, -1)
        print(f"{helper} took {perf_counter() - start:.4f} s")


if __name__ == "__main__":
    spawn = get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as helpers:
        asyncio.run(main(helpers))
