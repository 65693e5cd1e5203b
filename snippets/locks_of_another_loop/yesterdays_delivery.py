# /// script
# requires-python = ">=3.11"
#
# [tool.playback]
# exit = 1
# ///
"""A future made on one evening, and waited for on the next."""

import asyncio


async def order_tomatoes() -> asyncio.Future[str]:
    return asyncio.get_running_loop().create_future()


async def cook(delivery: asyncio.Future[str]) -> None:
    print("cook: waiting for tomatoes")
    print(f"cook: here are the {await delivery}")


if __name__ == "__main__":
    delivery = asyncio.run(order_tomatoes())
    asyncio.run(cook(delivery))
