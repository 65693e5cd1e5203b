"""A soup whose salt is asked for and never comes."""

import asyncio


async def fetch_salt() -> str:
    await asyncio.sleep(0.2)
    return "salt"


async def main() -> None:
    print("soup: simmering")
    # --8<-- [start:salt]
    salt = fetch_salt()
    # --8<-- [end:salt]
    print(f"soup: seasoned with {salt}")
    print("soup: served")


if __name__ == "__main__":
    asyncio.run(main())
