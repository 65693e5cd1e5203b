# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["motor", "SecantusDB"]
# ///
"""A menu, with Motor."""

import asyncio

from motor.motor_asyncio import AsyncIOMotorClient

from mongodb_url import mongodb_url


async def main(url: str) -> None:
    client = AsyncIOMotorClient(url)
    menu = client.get_default_database("kitchen")["menu"]
    await menu.drop()
    dishes = [("soup", 4), ("roast", 12), ("tea", 2)]
    await menu.insert_many([{"dish": d, "price": p} for d, p in dishes])
    print(await menu.find_one({"dish": "soup"}, {"_id": 0}))
    async for dish in menu.find({"price": {"$lt": 10}}).sort("price"):
        print("cheap:", dish["dish"])
    found = menu.aggregate([{"$sort": {"price": -1}}, {"$limit": 1}])
    [dearest] = await found.to_list()
    print("dearest:", dearest["dish"])
    client.close()


if __name__ == "__main__":
    with mongodb_url() as url:
        asyncio.run(main(url))
