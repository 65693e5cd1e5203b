"""Sixty orders at once, to a market with ten sellers."""

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


async def order(address: tuple[str, int]) -> str:
    answer, line = await asyncio.open_connection(*address)
    text = (await answer.read()).decode()
    line.close()
    return text


async def main() -> None:
    async with await asyncio.start_server(sell, "127.0.0.1", 0) as market:
        address = market.sockets[0].getsockname()
        # --8<-- [start:orders]
        orders = (order(address) for _ in range(60))
        # --8<-- [end:orders]
        answers = await asyncio.gather(*orders)
    for text in sorted(set(answers)):
        print(f"{answers.count(text)} orders: {text}")


if __name__ == "__main__":
    asyncio.run(main())
