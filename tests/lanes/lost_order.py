"""Nobody holds the order, nor the future that it waits for: it is thrown away."""

import asyncio
import gc


async def order(dish: str) -> None:
    await asyncio.get_running_loop().create_future()
    print(f"{dish}: never ready")


async def main() -> None:
    asyncio.create_task(order("soup"), name="soup")
    await asyncio.sleep(0.1)
    gc.collect()
    await asyncio.sleep(0.1)


asyncio.run(main())
