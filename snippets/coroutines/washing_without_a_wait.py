"""A salad that awaits at every step, and a tea that wants a moment."""

import asyncio


async def wash(vegetable: str) -> str:
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
