# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""Each task leaves what it made where its caller finds it."""

import trio


async def cook(dish: str, seconds: float, plates: dict[str, str]) -> None:
    await trio.sleep(seconds)
    plates[dish] = f"hot {dish}"


async def main() -> None:
    plates: dict[str, str] = {}
    async with trio.open_nursery() as nursery:
        nursery.start_soon(cook, "soup", 0.2, plates)
        nursery.start_soon(cook, "rice", 0.1, plates)
    print(plates["soup"], "and", plates["rice"])


if __name__ == "__main__":
    trio.run(main)
