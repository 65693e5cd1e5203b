# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""A nursery is left when its last dish is done."""

import trio


async def cook(dish: str, seconds: float) -> None:
    await trio.sleep(seconds)
    print(f"{dish}: ready")


async def main() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(cook, "soup", 0.1)
        nursery.start_soon(cook, "rice", 0.3)
        print("all is ordered")
    print("the kitchen closes")


if __name__ == "__main__":
    trio.run(main)
