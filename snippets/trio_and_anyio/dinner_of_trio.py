# /// script
# requires-python = ">=3.11"
# dependencies = ["trio"]
# ///
"""A dinner that burns, by Trio."""

import trio


async def cook(dish: str, seconds: float) -> None:
    await trio.sleep(seconds)
    print(f"{dish}: ready")


async def burn_sauce() -> None:
    await trio.sleep(0.2)
    raise RuntimeError("the sauce is burnt")


async def main() -> None:
    try:
        async with trio.open_nursery() as dinner:
            dinner.start_soon(cook, "soup", 0.1)
            dinner.start_soon(burn_sauce)
            dinner.start_soon(cook, "roast", 0.3)
    except* RuntimeError as failures:
        print("dinner is off:", *failures.exceptions)


if __name__ == "__main__":
    trio.run(main)
