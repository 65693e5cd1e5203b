# /// script
# requires-python = ">=3.11"
# dependencies = ["anyio[trio]"]
# ///
"""A dinner that burns, by AnyIO, on the loop of Trio."""

import anyio


async def cook(dish: str, seconds: float) -> None:
    await anyio.sleep(seconds)
    print(f"{dish}: ready")


async def burn_sauce() -> None:
    await anyio.sleep(0.2)
    raise RuntimeError("the sauce is burnt")


async def main() -> None:
    try:
        async with anyio.create_task_group() as dinner:
            dinner.start_soon(cook, "soup", 0.1)
            dinner.start_soon(burn_sauce)
            dinner.start_soon(cook, "roast", 0.3)
    except* RuntimeError as failures:
        print("dinner is off:", *failures.exceptions)


if __name__ == "__main__":
    # --8<-- [start:run]
    anyio.run(main, backend="trio")
    # --8<-- [end:run]
