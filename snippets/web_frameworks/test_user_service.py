# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi", "httpx", "pydantic", "uvicorn"]
# ///
"""Tests of the server of users, which need no server."""

import unittest

import httpx

from user_service import Database, app, get_database


class TestUserService(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        app.dependency_overrides[get_database] = lambda: Database(0.1)
        self.addCleanup(app.dependency_overrides.clear)
        straight = httpx.ASGITransport(app)
        client = httpx.AsyncClient(transport=straight, base_url="http://it")
        self.client = await self.enterAsyncContext(client)

    async def test_a_user_comes_with_permissions(self) -> None:
        answer = await self.client.get("/users/7")
        known = {"id": 7, "name": "User 7", "permissions": ["read", "write"]}
        self.assertEqual((answer.status_code, answer.json()), (200, known))

    async def test_who_is_not_there_and_what_is_no_number(self) -> None:
        for number, status in ("1001", 404), ("seven", 422), ("-7", 422):
            answer = await self.client.get(f"/users/{number}")
            self.assertEqual(answer.status_code, status)

    async def test_numbers_are_read_generously(self) -> None:
        for seven in ("007", "+7", "7.0", "0_7"):
            answer = await self.client.get(f"/users/{seven}")
            self.assertEqual(answer.json()["id"], 7)


if __name__ == "__main__":
    unittest.main(verbosity=2)
