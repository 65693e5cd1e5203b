"""The same dinner as coroutines, driven by the same stove."""

import time
from collections.abc import Coroutine, Generator


class Sleep:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __await__(self) -> Generator[tuple[str, float], None, None]:
        yield ("sleep", self.seconds)


async def boil_pasta() -> str:
    print("pasta: into the water")
    await Sleep(0.2)
    print("pasta: drained")
    return "pasta"


async def make_dinner() -> str:
    dish = await boil_pasta()
    await Sleep(0.1)
    return f"{dish} with sauce"


def drive(recipe: Coroutine[tuple[str, float], None, str]) -> str:
    while True:
        try:
            wish, seconds = recipe.send(None)
        except StopIteration as end:
            return str(end.value)
        print(f"stove: {wish} {seconds}")
        time.sleep(seconds)


if __name__ == "__main__":
    print("served:", drive(make_dinner()))
