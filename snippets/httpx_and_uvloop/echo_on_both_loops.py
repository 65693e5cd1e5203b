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


async def main() -> float:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        start = time.perf_counter()
        for _ in range(5000):
            writer.write(b"soup\n")
            await reader.readline()
        took = time.perf_counter() - start
        writer.close()
        await asyncio.sleep(0.05)  # until the echo has ended, too
        return took


if __name__ == "__main__":
    both = [(asyncio.run(main()), uvloop.run(main())) for _ in range(3)]
    own, uvloops = map(min, zip(*both, strict=True))
    print(f"5,000 messages: {own:.2f} s, and by uvloop {uvloops:.2f} s")
