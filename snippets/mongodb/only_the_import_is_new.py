# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["pymongo", "SecantusDB"]
# ///
"""A shorter menu, with another import."""

import asyncio

from pymongo import AsyncMongoClient

from mongodb_url import mongodb_url


async def main(url: str) -> None:
    client = AsyncMongoClient(url)
    menu = client.get_default_database("kitchen")["menu"]
    await menu.drop()
    await menu.insert_many([{"price": 4}, {"price": 12}])
    by_price = [{"$sort": {"price": 1}}]
    try:
        found = await menu.aggregate(by_price).to_list()  # type: ignore
        print(found)
    except AttributeError as error:
        print("AttributeError:", error)
    client.close()  # type: ignore


if __name__ == "__main__":
    with mongodb_url() as url:
        asyncio.run(main(url))
