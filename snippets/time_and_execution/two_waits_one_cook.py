"""One cook, two pots: waits overlap."""

import asyncio


async def simmer(pot: str, seconds: float) -> None:
    print(f"{pot}: timer set")
    await asyncio.sleep(seconds)
    print(f"{pot}: done")


async def main() -> None:
    await asyncio.gather(simmer("soup", 0.3), simmer("sauce", 0.2))


if __name__ == "__main__":
    asyncio.run(main())
