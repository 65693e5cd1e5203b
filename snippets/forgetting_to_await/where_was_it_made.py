"""The forgotten salt in debug mode, which tells where it was made."""

import asyncio


async def fetch_salt() -> str:
    await asyncio.sleep(0.2)
    return "salt"


async def season() -> None:
    salt = fetch_salt()
    print(f"soup: seasoned with {type(salt).__name__}")


async def main() -> None:
    await season()
    print("soup: served")


if __name__ == "__main__":
    # --8<-- [start:debug]
    asyncio.run(main(), debug=True)
    # --8<-- [end:debug]
