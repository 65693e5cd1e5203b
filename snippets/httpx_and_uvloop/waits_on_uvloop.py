# /// script
# requires-python = ">=3.11"
# dependencies = ["uvloop"]
# ///
"""Soup and rice, on the loop of uvloop."""

import asyncio

import uvloop


async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)
    print(f"{dish}: ready")


async def main() -> None:
    async with asyncio.TaskGroup() as dinner:
        dinner.create_task(cook("soup", 0.1))
        dinner.create_task(cook("rice", 0.3))


if __name__ == "__main__":
    uvloop.run(main())
