# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["motor", "pymongo", "SecantusDB"]
#
# [tool.playback]
# alone = true
# ///
"""Four cooks look for orders at once: Motor."""

import asyncio

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection
from pymongo import CursorType

from mongodb_url import mongodb_url


async def cook(orders: AsyncIOMotorCollection, who: str) -> list[str]:
    new = orders.find({"for": who}, cursor_type=CursorType.TAILABLE_AWAIT)
    new = new.max_await_time_ms(300)
    return [order["dish"] async for order in new]


async def main(url: str) -> None:
    cooks = ("Ann", "Ben", "Cem", "Dia")
    client = AsyncIOMotorClient(url)
    db = client.get_default_database("kitchen")
    await db.drop_collection("orders")
    orders = await db.create_collection("orders", capped=True, size=4096)
    await orders.insert_many([{"for": who, "dish": "soup"} for who in cooks])
    print("looking")
    print(await asyncio.gather(*(cook(orders, who) for who in cooks)))
    client.close()


if __name__ == "__main__":
    with mongodb_url() as url:
        asyncio.run(main(url))
