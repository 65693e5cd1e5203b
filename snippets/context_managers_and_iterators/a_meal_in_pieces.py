# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""A guest who eats each course while the kitchen cooks the next."""

import asyncio

import aiohttp


async def kitchen(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for course in (b"soup", b"roast", b"cake"):
        await asyncio.sleep(0.1)
        writer.write(course)
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(kitchen, "127.0.0.1", 0)
    url = "http://{}:{}/".format(*server.sockets[0].getsockname())
    async with (
        server,
        aiohttp.ClientSession() as session,
        session.get(url) as response,
    ):
        print(f"status {response.status}")
        async for piece in response.content.iter_chunked(1024):
            print(f"eaten: {piece.decode()}")


if __name__ == "__main__":
    asyncio.run(main())
