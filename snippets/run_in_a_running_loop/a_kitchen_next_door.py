"""A helper that has to stay synchronous, called in a thread of its own."""

import asyncio


async def fetch_menu() -> list[str]:
    await asyncio.sleep(0.2)
    return ["soup", "rice"]


def load_menu() -> list[str]:
    return asyncio.run(fetch_menu())


async def ring_the_bell() -> None:
    for _ in range(3):
        print("ding")
        await asyncio.sleep(0.08)


async def main() -> None:
    menu, _ = await asyncio.gather(
        # --8<-- [start:next-door]
        asyncio.to_thread(load_menu),
        # --8<-- [end:next-door]
        ring_the_bell(),
    )
    print("today:", menu)


if __name__ == "__main__":
    asyncio.run(main())
