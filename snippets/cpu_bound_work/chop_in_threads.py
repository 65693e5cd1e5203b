# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Two boards, each chopped in a thread."""

import asyncio
import time


def chop(what: str) -> str:
    start, work = time.perf_counter(), time.thread_time()
    for _ in range(8_000_000):
        pass
    seconds, work = time.perf_counter() - start, time.thread_time() - work
    return f"{what}: {work:.2f} s of work in {seconds:.2f} s"


# --8<-- [start:thread]
async def prepare(what: str) -> str:
    return await asyncio.to_thread(chop, what)


# --8<-- [end:thread]


async def main() -> None:
    for report in await asyncio.gather(prepare("onions"), prepare("carrots")):
        print(report)


if __name__ == "__main__":
    asyncio.run(main())
