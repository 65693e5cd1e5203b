"""Four mistakes with await, and what Python says to each."""

import asyncio
from collections.abc import Callable


async def boil() -> str:
    return "hot soup"


async def await_before_gathering() -> None:
    await asyncio.gather(await boil())  # type: ignore[call-overload]


async def await_a_coroutine_twice() -> None:
    soup = boil()
    await soup
    await soup


async def forget_the_brackets() -> None:
    await asyncio.create_task(boil)  # type: ignore[arg-type]


def main() -> None:
    mistakes: list[Callable[[], object]] = [
        lambda: asyncio.run(await_before_gathering()),
        lambda: asyncio.run(await_a_coroutine_twice()),
        lambda: asyncio.run(forget_the_brackets()),
        lambda: compile("def serve(): await boil()", "menu.py", "exec"),
    ]
    for make in mistakes:
        try:
            make()
        except Exception as error:
            print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
