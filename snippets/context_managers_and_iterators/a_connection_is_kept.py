# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""A session with one connection, which somebody does not give back."""

import asyncio

import aiohttp


async def kitchen(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    writer.write(bytes(1_000_000))
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(kitchen, "127.0.0.1", 0)
    url = "http://{}:{}/".format(*server.sockets[0].getsockname())
    one = aiohttp.TCPConnector(limit=1)
    async with server, aiohttp.ClientSession(connector=one) as session:
        async with session.get(url) as response:
            print(f"first: status {response.status}")
        # --8<-- [start:second]
        response = await session.get(url)
        print(f"second: status {response.status}")
        # --8<-- [end:second]
        try:
            async with asyncio.timeout(0.3), session.get(url):
                print("third: asked")
        except TimeoutError:
            print("third: no connection is free")


if __name__ == "__main__":
    asyncio.run(main())
