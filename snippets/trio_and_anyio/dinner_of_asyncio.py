"""A dinner that burns, by asyncio."""

import asyncio


async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")


async def burn_sauce() -> None:
    await asyncio.sleep(0.2)
    raise RuntimeError("the sauce is burnt")


async def main() -> None:
    try:
        async with asyncio.TaskGroup() as dinner:
            dinner.create_task(cook("soup", 0.1))
            dinner.create_task(burn_sauce())
            dinner.create_task(cook("roast", 0.3))
    except* RuntimeError as failures:
        print("dinner is off:", *failures.exceptions)


if __name__ == "__main__":
    asyncio.run(main())
