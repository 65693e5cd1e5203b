# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""Tests of the server of users, which ask it over a real connection."""

import unittest

from aiohttp import web
from aiohttp.test_utils import AioHTTPTestCase

import users


class TestUsers(AioHTTPTestCase):
    async def get_application(self) -> web.Application:
        return users.make_app(users.Settings(pace=0.1))

    async def ask(self, path: str) -> tuple[int, object]:
        async with self.client.get(path) as answer:
            return answer.status, await answer.json()

    async def test_a_user_comes_with_permissions(self) -> None:
        status, user = await self.ask("/users/7")
        known = {"id": 7, "name": "User 7", "permissions": ["read", "write"]}
        self.assertEqual((status, user), (200, known))

    async def test_an_unknown_user_is_404(self) -> None:
        answer = await self.ask("/users/1001")
        self.assertEqual(answer, (404, {"error": "there is no user 1001"}))

    async def test_an_id_that_is_no_number_is_400(self) -> None:
        for wrong in ("seven", "-7", "0", "7.5", "1_000"):
            status, _ = await self.ask(f"/users/{wrong}")
            self.assertEqual(status, 400)


if __name__ == "__main__":
    unittest.main(verbosity=2)
