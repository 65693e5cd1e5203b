# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Two boards, each chopped in a process."""

import asyncio
import time
from concurrent.futures import Executor, ProcessPoolExecutor


def chop(what: str) -> str:
    start, work = time.perf_counter(), time.thread_time()
    for _ in range(8_000_000):
        pass
    seconds, work = time.perf_counter() - start, time.thread_time() - work
    return f"{what}: {work:.2f} s of work in {seconds:.2f} s"


# --8<-- [start:pool]
async def prepare(what: str, pool: Executor) -> str:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, chop, what)


async def main(pool: Executor) -> None:
    dishes = prepare("onions", pool), prepare("carrots", pool)
    for report in await asyncio.gather(*dishes):
        print(report)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as helpers:
        asyncio.run(main(helpers))
# --8<-- [end:pool]
