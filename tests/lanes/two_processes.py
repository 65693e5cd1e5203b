"""Two dishes that need a head each: a pool of two processes."""

import asyncio
from concurrent.futures import ProcessPoolExecutor


def knead(strokes: int) -> int:
    done = 0
    for number in range(strokes):
        done += number * number
    return done


async def main() -> None:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as cooks:
        jobs = [loop.run_in_executor(cooks, knead, 2_000_000) for _ in range(2)]
        print(await asyncio.gather(*jobs))


if __name__ == "__main__":
    asyncio.run(main())
