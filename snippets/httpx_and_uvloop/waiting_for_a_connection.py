# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
# ///
"""Five pages over two connections, which some do not wait for."""

import asyncio

import httpx

LIMITS = httpx.Limits(max_connections=2)
TIMEOUT = httpx.Timeout(2.0, pool=0.2)  # seconds, also for a connection


async def read(client: httpx.AsyncClient) -> None:
    try:
        await client.get("https://www.python.org/")
        print("read")
    except httpx.PoolTimeout as error:
        print("gave up:", repr(error))


async def main() -> None:
    async with (
        httpx.AsyncClient(limits=LIMITS, timeout=TIMEOUT) as client,
        asyncio.TaskGroup() as group,
    ):
        for _ in range(5):
            group.create_task(read(client))


if __name__ == "__main__":
    asyncio.run(main())
