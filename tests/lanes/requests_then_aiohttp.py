"""The same page three times: in turn, then at once."""

import asyncio

import aiohttp
import requests

URL = "https://example.org/"


def in_turn() -> None:
    for _ in range(3):
        page = requests.get(URL, timeout=10)
        print("requests", page.status_code)


async def fetch(session: aiohttp.ClientSession, number: int) -> None:
    async with session.get(URL) as answer:
        await answer.text()
        print("aiohttp", answer.status, number)


async def at_once() -> None:
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(fetch(session, number) for number in range(3)))


in_turn()
asyncio.run(at_once())
