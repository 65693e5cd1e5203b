"""A recipe that needs a smaller one first: recursion, by calls and by awaits."""

import asyncio
import time


def cake(layers: int) -> int:
    if layers == 0:
        return 0
    time.sleep(0.05)
    return 1 + cake(layers - 1)


async def onion(layers: int) -> int:
    if layers == 0:
        return 0
    await asyncio.sleep(0.1)
    return 1 + await onion(layers - 1)


print(cake(3))
print(asyncio.run(onion(2)))
