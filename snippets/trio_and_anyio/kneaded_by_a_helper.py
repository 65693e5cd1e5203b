# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""Dough is kneaded by the only cook, and then by a helper in a thread."""

import time

import trio


def knead() -> None:
    time.sleep(0.35)


async def stir(soup: list[str]) -> None:
    while True:
        await trio.sleep(0.1)
        soup.append("stirred")


async def main() -> None:
    soup: list[str] = []
    async with trio.open_nursery() as nursery:
        nursery.start_soon(stir, soup)
        await trio.sleep(0.05)
        knead()
        print("kneaded by the cook; soup stirred:", len(soup))
        await trio.to_thread.run_sync(knead)
        print("kneaded by a helper; soup stirred:", len(soup))
        nursery.cancel_scope.cancel()


if __name__ == "__main__":
    trio.run(main)
