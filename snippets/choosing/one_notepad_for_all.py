"""One notepad for every order: right in turn, wrong at once."""

import asyncio

notepad = {"order": "nothing"}


async def serve(guest: str, order: str, seconds: float) -> None:
    notepad["order"] = order
    await asyncio.sleep(seconds)  # it cooks
    print(f"{guest} wanted {order}, gets {notepad['order']}")


async def main() -> None:
    print("in turn")
    await serve("Ana", "soup", 0.1)
    await serve("Ben", "cake", 0.15)
    print("at once")
    await asyncio.gather(
        serve("Ana", "soup", 0.1), serve("Ben", "cake", 0.15)
    )


if __name__ == "__main__":
    asyncio.run(main())
