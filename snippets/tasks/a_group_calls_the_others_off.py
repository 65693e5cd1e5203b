"""One dish of three fails, within a group."""

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
        async with asyncio.TaskGroup() as dinner:
            dinner.create_task(cook("rice", 0.2))
            dinner.create_task(burn_sauce())
            dinner.create_task(cook("roast", 0.3))
    except* RuntimeError as failures:
        # --8<-- [end:order]
        print("dinner is off:", *failures.exceptions)
    await asyncio.sleep(0.3)  # the guests are told
    print("good night")


if __name__ == "__main__":
    asyncio.run(main())
