"""The same salad, whose vegetables have to soak."""

import asyncio


async def wash(vegetable: str) -> str:
    # --8<-- [start:soak]
    await asyncio.sleep(0.1)  # the water does it
    # --8<-- [end:soak]
    return f"clean {vegetable}"


async def make_salad() -> None:
    for vegetable in ("lettuce", "tomato", "cucumber"):
        print("salad:", await wash(vegetable))


async def pour_tea() -> None:
    print("tea: poured")


async def main() -> None:
    await asyncio.gather(make_salad(), pour_tea())


if __name__ == "__main__":
    asyncio.run(main())
