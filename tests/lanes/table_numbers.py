"""Each task has its own table number: context variables."""

import asyncio
from contextvars import ContextVar, copy_context

table: ContextVar[int] = ContextVar("table")


async def serve(dish: str) -> None:
    await asyncio.sleep(0.1 * table.get())
    print(f"{dish} for table {table.get()}")


async def main() -> None:
    for number, dish in enumerate(["soup", "rice"], 1):
        context = copy_context()
        context.run(table.set, number)
        asyncio.create_task(serve(dish), context=context)
    await asyncio.sleep(0.3)


asyncio.run(main())
