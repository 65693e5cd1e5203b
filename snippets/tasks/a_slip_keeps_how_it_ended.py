"""Two orders end while nobody looks, each in its own way."""

import asyncio


async def bake_pie() -> str:
    await asyncio.sleep(0.2)
    return "golden"


async def bake_souffle() -> str:
    await asyncio.sleep(0.1)
    raise RuntimeError("it has fallen")


async def main() -> None:
    pie = asyncio.create_task(bake_pie(), name="pie, table 4")
    souffle = asyncio.create_task(bake_souffle(), name="soufflé, table 7")
    print(f"{pie.get_name()}: done is {pie.done()}")
    await asyncio.sleep(0.3)  # main looks after something else
    for order in (pie, souffle):
        print(f"{order.get_name()}: done is {order.done()}")
    print(f"pie: {await pie}, and again: {await pie}")
    try:
        await souffle
    except RuntimeError as error:
        print(f"soufflé: {error}")


if __name__ == "__main__":
    asyncio.run(main())
