"""The waiter hands the order to the kitchen's loop, and waits."""

import asyncio


async def cook(dish: str) -> str:
    await asyncio.sleep(0.2)
    return f"hot {dish}"


def wait_at_table(kitchen: asyncio.AbstractEventLoop) -> None:
    order = asyncio.run_coroutine_threadsafe(cook("soup"), kitchen)
    print(f"waiter: serves {order.result()}")  # this thread waits here


async def main() -> None:
    kitchen = asyncio.get_running_loop()
    await asyncio.to_thread(wait_at_table, kitchen)


if __name__ == "__main__":
    asyncio.run(main())
