# /// script
# [tool.playback]
# exit = -2
# ///
"""Ctrl+C while tasks wait: the main task is cancelled, then the others."""

import asyncio
import signal


async def simmer() -> None:
    await asyncio.sleep(5)


async def main() -> None:
    pot = asyncio.create_task(simmer(), name="pot")
    asyncio.get_running_loop().call_later(0.1, signal.raise_signal, signal.SIGINT)
    await pot


asyncio.run(main())
