"""Two child processes beside a timer: asyncio's subprocesses."""

import asyncio
import sys

CHILD = "import time; print('peeling'); time.sleep(0.2); raise SystemExit(3)"


async def peel() -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", CHILD)
    print(await child.wait())


async def soak() -> int:
    child = await asyncio.create_subprocess_exec("sleep", "0.3")
    return await child.wait()


async def main() -> None:
    async with asyncio.TaskGroup() as kitchen:
        kitchen.create_task(peel(), name="peel")
        kitchen.create_task(soak(), name="soak")
        await asyncio.sleep(0.1)


asyncio.run(main())
