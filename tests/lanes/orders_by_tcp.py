"""Two guests order from one kitchen by TCP, on this machine."""

import asyncio


async def kitchen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    dish = await reader.readline()
    await asyncio.sleep(0.2)
    writer.write(dish)
    await writer.drain()
    writer.close()


async def guest(port: int, dish: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.1)
    writer.write(f"{dish}\n".encode())
    served = await reader.readline()
    print(served.decode().strip())
    writer.close()
    await writer.wait_closed()


async def main() -> None:
    async with await asyncio.start_server(kitchen, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await asyncio.gather(guest(port, "soup"), guest(port, "rice"))


asyncio.run(main())
