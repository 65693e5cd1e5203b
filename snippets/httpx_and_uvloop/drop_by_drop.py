# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx"]
# ///
"""A page that comes drop by drop, and two limits of time."""

import asyncio
import time

import httpx


async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for drop in b"espresso":
        if not writer.is_closing():  # the guest may have left
            writer.write(bytes([drop]))
            await asyncio.sleep(0.1)
    writer.close()


async def main() -> None:
    async with (
        await asyncio.start_server(drip, "127.0.0.1", 0) as server,
        httpx.AsyncClient(timeout=0.3) as client,
    ):
        host, port = server.sockets[0].getsockname()
        url, start = f"http://{host}:{port}/", time.perf_counter()
        text = (await client.get(url)).text
        print(f"{text} after {time.perf_counter() - start:.2f} s")
        try:
            async with asyncio.timeout(0.3):
                await client.get(url)
        except TimeoutError:
            print("no second one: that takes too long")
        await asyncio.sleep(0.3)  # until the drops have stopped


if __name__ == "__main__":
    asyncio.run(main())
