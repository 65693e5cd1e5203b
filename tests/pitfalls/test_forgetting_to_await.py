"""A coroutine that nobody awaits runs nothing, and says so only on stderr."""

import asyncio
import subprocess
import sys
from collections.abc import Coroutine

import pytest
from demo import demo
from playback.snippet import SNIPPETS
from seen import Seen

SALT = ("forgetting_to_await/the_salt_is_forgotten", "forgetting_to_await/the_salt_is_awaited")
WARNING = "RuntimeWarning: coroutine 'fetch_salt' was never awaited"


@demo(*SALT)
def test_the_forgotten_coroutine_warns(broken: Seen, fixed: Seen) -> None:
    assert WARNING in broken.text
    assert "never awaited" not in fixed.text


@demo(*SALT)
def test_what_it_should_have_fetched_is_a_coroutine_object(broken: Seen, fixed: Seen) -> None:
    assert "seasoned with <coroutine object fetch_salt" in broken.text
    assert "seasoned with salt" in fixed.text


@demo(*SALT)
def test_nothing_waits_for_it(broken: Seen, fixed: Seen) -> None:
    assert not broken.one("main()").spans("wait")
    assert fixed.one("main()").spans("wait")


def test_debug_mode_names_who_made_it_and_not_who_forgot_it() -> None:
    async def fetch() -> None:
        pass

    def order() -> Coroutine[None, None, None]:
        return fetch()

    async def forget() -> None:
        str(order())

    with pytest.warns(RuntimeWarning, match="never awaited") as told:
        asyncio.run(forget(), debug=True)
    [text] = {str(it.message) for it in told}
    assert text.index("in forget\n") < text.index("in order\n")
    assert text.rstrip().endswith("return fetch()")


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("the_salt_is_forgotten", 1),
        ("the_oven_is_never_off", 1),
        ("where_was_it_made", 1),
        ("the_salt_is_awaited", 0),
    ],
)
def test_ruff_finds_a_coroutine_that_awaits_nothing(program: str, found: int) -> None:
    source = (SNIPPETS / f"forgetting_to_await/{program}.py").read_text(encoding="utf-8")
    assert ruff_counts(source) == found


def test_a_second_await_hides_the_mistake_from_ruff() -> None:
    forgotten = "async def salt(boil) -> None:\n    salt = boil()\n    print(salt)\n"
    assert ruff_counts(forgotten) == 1
    assert ruff_counts(forgotten + "    await boil()\n") == 0


def ruff_counts(source: str) -> int:
    """How many functions ruff finds that wait for nothing."""
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--preview"]
    command += ["--select", "RUF029", "--output-format", "concise", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.stdout.count(": RUF029 ") + done.stdout.count(": unused-async: ")


def test_a_warning_that_is_an_error_leaves_the_exit_status() -> None:
    program = SNIPPETS / f"{SALT[0]}.py"
    command = [sys.executable, "-W", "error", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "never awaited" in done.stderr
    assert "Exception ignored" in done.stderr
    assert done.returncode == 0
