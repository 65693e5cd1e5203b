"""AnyIO: the same evening on both loops, with a dish that burns and a thread that washes."""

import time

import anyio
import anyio.to_thread


def wash(loop: str) -> None:
    time.sleep(0.1)


async def order(dish: str, seconds: float) -> None:
    await anyio.sleep(seconds)
    if dish.startswith("steak"):
        raise ValueError("burnt")


async def main(loop: str) -> None:
    await anyio.to_thread.run_sync(wash, loop)
    with anyio.move_on_after(0.05):
        await anyio.sleep(1)
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(order, f"soup of {loop}", 0.1)
            group.start_soon(order, f"steak of {loop}", 0.2)
            group.start_soon(order, f"cake of {loop}", 1)
    except* ValueError:
        print(loop)


for backend in ("trio", "asyncio"):
    anyio.run(main, backend, backend=backend)
