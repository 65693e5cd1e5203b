# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""Trio asks a task to stop at each of its waits."""

import trio


async def bake() -> None:
    try:
        await trio.sleep(0.5)
    except trio.Cancelled:
        print("bread: only a moment more!")
    await trio.sleep(0.3)
    print("bread: ready")


async def main() -> None:
    with trio.move_on_after(0.1):
        await bake()
    print("the kitchen closes")


if __name__ == "__main__":
    trio.run(main)
