"""A thousand orders at once."""

import asyncio


async def order(number: int) -> int:
    await asyncio.sleep(0.1 + 0.05 * (number % 3))
    return number


async def main() -> None:
    print(sum(await asyncio.gather(*(order(number) for number in range(1000)))))


asyncio.run(main())
