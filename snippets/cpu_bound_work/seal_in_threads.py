# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# alone = true
# ///
"""Two copies of a film are sealed by a hash, each in a thread."""

import asyncio
import hashlib
import time

FILM = bytes(200_000_000)


def seal(copy: str) -> str:
    start, work = time.perf_counter(), time.thread_time()
    hashlib.sha256(FILM)
    seconds, work = time.perf_counter() - start, time.thread_time() - work
    return f"{copy} copy: {work:.2f} s of work in {seconds:.2f} s"


async def main() -> None:
    copies = [asyncio.to_thread(seal, it) for it in ("first", "second")]
    for report in await asyncio.gather(*copies):
        print(report)


if __name__ == "__main__":
    asyncio.run(main())
