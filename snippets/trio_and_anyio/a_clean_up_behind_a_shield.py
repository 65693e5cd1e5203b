# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""Two clean-ups in a cancelled scope, one of them behind a shield."""

import trio


async def bake(what: str, limit: float, shield: bool) -> None:
    with trio.move_on_after(limit):
        try:
            await trio.sleep(1)
        finally:
            print(f"{what}: oven off")
            with trio.move_on_after(0.5, shield=shield):
                await trio.sleep(0.2)  # it cools down
                print(f"{what}: oven cold")


async def main() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(bake, "bread", 0.1, False)
        nursery.start_soon(bake, "pie", 0.2, True)
    print("the kitchen closes")


if __name__ == "__main__":
    trio.run(main)
