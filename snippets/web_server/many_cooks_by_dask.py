# /// script
# requires-python = ">=3.11"
# dependencies = ["distributed"]
# [tool.playback]
# alone = true
# ///
"""Work for the processor, on the loop and then on a cluster of Dask's."""

import asyncio

from distributed import Client

SMALL = {"n_workers": 2, "dashboard_address": "127.0.0.1:0"}


def chop(what: str) -> str:
    sum(number * number for number in range(3_000_000))  # it takes hands
    return f"chopped {what}"


async def beat(beats: list[str]) -> None:
    while True:
        beats.append("beat")
        await asyncio.sleep(0.05)


async def main() -> None:
    beats: list[str] = []
    async with Client(asynchronous=True, **SMALL) as client:
        heart = asyncio.create_task(beat(beats))
        print("the kitchens are open")
        print("here:", chop("onions"), chop("carrots"), len(beats), "beats")
        chopped = client.map(chop, ["onions", "carrots"])
        soup = await client.submit(" and ".join, chopped)
        print("there:", soup, len(beats), "beats")
        heart.cancel()


if __name__ == "__main__":
    asyncio.run(main())
