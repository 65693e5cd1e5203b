"""The same deliveries, and a kitchen that looks at each."""

import asyncio


async def deliver(what: str, delay: float, *, lost: bool = False) -> str:
    await asyncio.sleep(delay)
    if lost:
        raise RuntimeError(f"the {what} is lost")
    return what


async def main() -> None:
    results = await asyncio.gather(
        deliver("fish", 0.1, lost=True),
        deliver("rice", 0.2),
        deliver("wine", 0.3, lost=True),
        return_exceptions=True,
    )
    # --8<-- [start:count]
    for result in results:
        if isinstance(result, BaseException):
            print(f"missing: {result}")
        else:
            print(f"on the shelf: {result}")
    # --8<-- [end:count]


if __name__ == "__main__":
    asyncio.run(main())
