"""One dish of three fails, and gather tells main."""

import asyncio


async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")


async def burn_sauce() -> None:
    await asyncio.sleep(0.1)
    raise RuntimeError("the sauce is burnt")


async def main() -> None:
    try:
        # --8<-- [start:order]
        await asyncio.gather(
            cook("rice", 0.2),
            burn_sauce(),
            cook("roast", 0.3),
        )
    except RuntimeError as error:
        # --8<-- [end:order]
        print("dinner is off:", error)
    await asyncio.sleep(0.3)  # the guests are told
    print("good night")


if __name__ == "__main__":
    asyncio.run(main())
