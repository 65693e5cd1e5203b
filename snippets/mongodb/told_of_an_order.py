# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["pymongo", "SecantusDB"]
# [tool.playback]
# alone = true
# ///
"""A cook who waits at the database for orders, and is told of each."""

import asyncio

from pymongo import AsyncMongoClient, CursorType
from pymongo.asynchronous.collection import AsyncCollection

from mongodb_url import mongodb_url


async def cook(orders: AsyncCollection) -> None:
    new = orders.find(cursor_type=CursorType.TAILABLE_AWAIT)
    async for order in new.max_await_time_ms(500):
        print("cooks:", order["dish"])
    print("no order for half a second")


async def main(url: str) -> None:
    async with AsyncMongoClient(url) as client:
        db = client.get_default_database("kitchen")
        await db.drop_collection("orders")
        orders = await db.create_collection("orders", capped=True, size=4096)
        await orders.insert_one({"dish": "soup"})
        async with asyncio.TaskGroup() as group:
            group.create_task(cook(orders))
            for dish in ("roast", "tea"):
                await asyncio.sleep(0.2)
                print("ordered:", dish)
                await orders.insert_one({"dish": dish})


if __name__ == "__main__":
    with mongodb_url() as url:
        asyncio.run(main(url))
