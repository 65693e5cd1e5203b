"""Sixty orders, of which never more than ten are under way."""

import asyncio

busy: set[asyncio.StreamWriter] = set()


async def sell(_: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
    if len(busy) == 10:  # as many sellers as there are
        line.write(b"503 nobody is free")
    else:
        busy.add(line)
        await asyncio.sleep(0.1)
        busy.remove(line)
        line.write(b"200 sold")
    line.close()


async def order(address: tuple[str, int], phones: asyncio.Semaphore) -> str:
    async with phones:  # waits here until one is free
        answer, line = await asyncio.open_connection(*address)
        text = (await answer.read()).decode()
        line.close()
        return text


async def main() -> None:
    async with await asyncio.start_server(sell, "127.0.0.1", 0) as market:
        address = market.sockets[0].getsockname()
        # --8<-- [start:orders]
        phones = asyncio.Semaphore(10)
        orders = (order(address, phones) for _ in range(60))
        # --8<-- [end:orders]
        answers = await asyncio.gather(*orders)
    for text in sorted(set(answers)):
        print(f"{answers.count(text)} orders: {text}")


if __name__ == "__main__":
    asyncio.run(main())
