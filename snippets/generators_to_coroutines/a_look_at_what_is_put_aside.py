"""What a coroutine is, and what it keeps while it is put aside."""

import inspect
from collections.abc import Generator


class Pause:
    def __await__(self) -> Generator[str, None, None]:
        yield "pause"


async def boil_pasta(guests: int) -> None:
    grams = 100 * guests
    await Pause()
    print(f"{grams} g of pasta: drained")


def main() -> None:
    pot = boil_pasta(3)
    print("a generator?", inspect.isgenerator(pot))
    print("iterable?", hasattr(pot, "__iter__"))
    print(inspect.getcoroutinestate(pot), inspect.getcoroutinelocals(pot))
    pot.send(None)
    print(inspect.getcoroutinestate(pot), inspect.getcoroutinelocals(pot))
    try:
        pot.send(None)
    except StopIteration:
        print(inspect.getcoroutinestate(pot), inspect.getcoroutinelocals(pot))


if __name__ == "__main__":
    main()
