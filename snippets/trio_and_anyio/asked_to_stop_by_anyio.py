# /// script
# requires-python = ">=3.11"
# dependencies = ["anyio[trio]"]
# ///
"""AnyIO asks at each wait, too, on whichever loop it runs."""

import anyio


async def bake() -> None:
    try:
        await anyio.sleep(0.5)
    except anyio.get_cancelled_exc_class():
        print("bread: only a moment more!")
    await anyio.sleep(0.3)
    print("bread: ready")


async def main(loop: str) -> None:
    with anyio.move_on_after(0.1):
        await bake()
    print(f"{loop}: the kitchen closes")


if __name__ == "__main__":
    for loop in ("asyncio", "trio"):
        anyio.run(main, loop, backend=loop)
