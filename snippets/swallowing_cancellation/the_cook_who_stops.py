"""The same cook, who minds mishaps and nothing else."""

import asyncio


async def stir_risotto() -> None:
    for turn in range(1, 6):
        try:
            await asyncio.sleep(0.1)
            print(f"risotto: stirred, turn {turn}")
        # --8<-- [start:catch]
        except Exception as mishap:
            # --8<-- [end:catch]
            print(f"risotto: never mind, {mishap!r}")


async def main() -> None:
    try:
        async with asyncio.timeout(0.25) as limit:
            await stir_risotto()
        print(f"risotto: served, and expired is {limit.expired()}")
    except TimeoutError:
        print("risotto: off the stove")


if __name__ == "__main__":
    asyncio.run(main())
