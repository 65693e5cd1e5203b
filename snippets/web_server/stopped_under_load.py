# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""A server that is told to stop while a hundred answers are under way."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import Counter

import aiohttp

import users


async def ask(session: aiohttp.ClientSession, url: str) -> str:
    async with session.get(f"{url}/users/7") as answer:
        return f"{answer.status} {await answer.text()}"


async def main() -> None:
    command = sys.executable, "-u", users.__file__  # -u: it prints at once
    server = await asyncio.create_subprocess_exec(
        *command, stdout=PIPE, stderr=STDOUT
    )
    assert server.stdout
    url = (await server.stdout.readuntil(b" =")).decode().split()[-2]
    async with aiohttp.ClientSession() as session:
        asked = [asyncio.create_task(ask(session, url)) for _ in range(100)]
        await asyncio.sleep(0.35)
        print("stop!", sum(it.done() for it in asked), "are answered")
        server.terminate()
        print(Counter(await asyncio.gather(*asked)))
    told = (await server.stdout.read()).decode().splitlines()
    print(told[-1], "with exit status", await server.wait())


if __name__ == "__main__":
    asyncio.run(main())
