"""A waiter in a thread orders a dish from a loop that is not there."""

import asyncio
import threading


async def cook(dish: str) -> str:
    await asyncio.sleep(0.2)
    return f"hot {dish}"


def wait_at_table() -> None:
    order = asyncio.create_task(cook("soup"))
    print(f"waiter: ordered {order.get_name()}")


async def main() -> None:
    waiter = threading.Thread(target=wait_at_table, name="waiter")
    waiter.start()
    await asyncio.sleep(0.3)
    waiter.join()


if __name__ == "__main__":
    asyncio.run(main())
