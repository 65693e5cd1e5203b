"""A slow file is read, and somebody still answers the door."""

import asyncio
import time
from pathlib import Path


def read_recipe() -> str:
    time.sleep(0.5)  # stands for a slow disk
    return Path(__file__).read_text(encoding="utf-8")


async def answer_the_door() -> None:
    for guest in ("Ana", "Ben", "Cleo"):
        await asyncio.sleep(0.1)
        print(f"door: come in, {guest}!")


async def main() -> None:
    door = asyncio.create_task(answer_the_door())
    # --8<-- [start:read]
    recipe = await asyncio.to_thread(read_recipe)
    # --8<-- [end:read]
    await door
    print(f"recipe: {len(recipe.splitlines())} lines")


if __name__ == "__main__":
    asyncio.run(main())
