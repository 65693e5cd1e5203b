"""Five mistakes with await, and what Python says to each."""

import asyncio


async def boil() -> str:
    return "hot soup"


async def await_what_is_no_awaitable() -> None:
    await "hot soup"  # type: ignore[misc]


async def await_before_gathering() -> None:
    await asyncio.gather(await boil())  # type: ignore[call-overload]


async def await_a_coroutine_twice() -> None:
    soup = boil()
    await soup
    await soup


def main() -> None:
    mistakes = [
        lambda: asyncio.run(await_what_is_no_awaitable()),
        lambda: asyncio.run(await_before_gathering()),
        lambda: asyncio.run(await_a_coroutine_twice()),
        lambda: asyncio.run(boil),  # type: ignore[arg-type]
        lambda: compile("def serve(): await boil()", "menu.py", "exec"),
    ]
    for make in mistakes:
        try:
            make()  # type: ignore[no-untyped-call]
        except Exception as error:
            print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
