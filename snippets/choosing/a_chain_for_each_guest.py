"""Steps that need one another, for one guest and then for three."""

import asyncio
import time


async def look_up(what: str, key: str) -> str:
    await asyncio.sleep(0.1)  # a question to a database
    return f"{what} of {key}"


async def deliver(guest: str) -> str:
    order = await look_up("order", guest)
    street = await look_up("street", order)
    return await look_up("courier", street)


async def main() -> None:
    start = time.perf_counter()
    print(await deliver("Ana"))
    print(f"one guest: {time.perf_counter() - start:.2f} s")

    start = time.perf_counter()
    await asyncio.gather(deliver("Ben"), deliver("Cleo"), deliver("Dan"))
    print(f"three guests: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    asyncio.run(main())
