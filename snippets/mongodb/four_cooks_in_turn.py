# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["pymongo", "SecantusDB"]
#
# [tool.playback]
# alone = true
# ///
"""Four cooks look for orders, one after the other: PyMongo, in one thread."""

from pymongo import CursorType, MongoClient
from pymongo.collection import Collection

from mongodb_url import mongodb_url


def cook(orders: Collection, who: str) -> list[str]:
    new = orders.find({"for": who}, cursor_type=CursorType.TAILABLE_AWAIT)
    new = new.max_await_time_ms(300)
    return [order["dish"] for order in new]


def main(url: str) -> None:
    cooks = ("Ann", "Ben", "Cem", "Dia")
    with MongoClient(url) as client:
        db = client.get_default_database("kitchen")
        db.drop_collection("orders")
        orders = db.create_collection("orders", capped=True, size=4096)
        orders.insert_many([{"for": who, "dish": "soup"} for who in cooks])
        print("looking")
        print([cook(orders, who) for who in cooks])


if __name__ == "__main__":
    with mongodb_url() as url:
        main(url)
