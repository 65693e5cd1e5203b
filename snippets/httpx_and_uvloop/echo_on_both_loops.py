# /// script
# requires-python = ">=3.11"
# dependencies = ["uvloop"]
# [tool.playback]
# alone = true
# watch = false
# ///
"""Many small messages, on asyncio's own loop and on uvloop's."""

import asyncio
import time
from asyncio import StreamReader, StreamWriter

import uvloop


async def echo(reader: StreamReader, writer: StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line)
    writer.close()


async def talk(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(5000):
        writer.write(b"soup\n")
        await reader.readline()
    writer.close()


async def main() -> float:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        start = time.perf_counter()
        await talk(server.sockets[0].getsockname()[1])
        return time.perf_counter() - start


if __name__ == "__main__":
    own, uvloops = [], []
    for _ in range(3):  # of which the best counts
        own.append(asyncio.run(main()))
        uvloops.append(uvloop.run(main()))
    print(f"asyncio: {min(own):.2f} s for 5,000 messages")
    print(f"uvloop: {min(uvloops):.2f} s for 5,000 messages")
