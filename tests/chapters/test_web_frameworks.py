"""What the page on Starlette and FastAPI claims of its runs, beyond what they print."""

import asyncio
import importlib
import os
import subprocess
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from textwrap import indent
from types import ModuleType
from typing import Annotated, Literal

import aiohttp
import fastapi
import httpx
import pytest
from playback.run import Run, Span
from playback.snippet import SNIPPETS, Snippet
from programs import real, texts
from taken import Taken, at, best_of_three, spans

LISTINGS = SNIPPETS / "web_frameworks"
HANDLERS = ("async_def_awaits", "def_blocks", "async_def_blocks", "async_def_with_a_thread")


def beside(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A listing and what it imports, in a folder of their own; the listing with some changes."""
    snippet = Snippet.read(LISTINGS / f"{name}.py")
    source = snippet.source
    for before, after in changes:
        assert before in source
        source = source.replace(before, after)
    for file, text in {**snippet.beside, f"{name}.py": source}.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder / f"{name}.py"


def soups(run: Run) -> list[Span]:
    """The time in which the handler of the soup blocks, be it in a thread or on the loop."""
    return [
        span
        for span in run.spans
        if span.kind == "block" and any(function == "serve_soup" for function, _ in span.at)
    ]


# A task for each request


@pytest.mark.parametrize("name", ["smallest_app", "user_by_starlette", "async_def_awaits"])
def test_an_application_runs_in_a_task_of_uvicorns(taken: Taken, name: str) -> None:
    run = taken[name]
    waits = {"async_def_awaits": 3}.get(name, 1)
    tasks = [place for place, lane in enumerate(run.lanes) if lane.label == "run_asgi()"]
    assert len(tasks) == waits
    for task in tasks:
        assert any(span.lane == task and span.kind == "wait" for span in run.spans)


def test_both_look_ups_wait_at_the_same_time(taken: Taken) -> None:
    for name in ("user_by_starlette", "user_by_fastapi"):
        [faster] = spans(taken[name], "find(0.2)", "wait")
        [slower] = spans(taken[name], "find(0.3)", "wait")
        assert slower.t0 < faster.t1


# Who waits for whom


def test_a_def_runs_in_threads_and_holds_no_loop(taken: Taken) -> None:
    run = taken["def_blocks"]
    first, second = soups(run)
    assert {run.lanes[soup.lane].name for soup in (first, second)} == {"AnyIO worker thread"}
    assert first.lane != second.lane
    assert max(first.t0, second.t0) < min(first.t1, second.t1)


def test_an_async_def_that_blocks_holds_the_loop_for_each(taken: Taken) -> None:
    run = taken["async_def_blocks"]
    first, second = soups(run)
    assert {run.lanes[soup.lane].kind for soup in (first, second)} == {"task"}
    assert first.t1 <= second.t0
    awaits = "    await asyncio.sleep(0.1)  # it looks around"
    line = run.source.splitlines().index(awaits) + 1
    asked = min(span.t0 for span in run.spans if ("show_health", line) in map(tuple, span.at))
    assert asked >= second.t1, "until then nobody asks what the third guest wants"


def test_the_health_check_waits_for_soups_in_one_of_four(taken: Taken) -> None:
    late = [name for name in HANDLERS if at(taken[name], "well") > at(taken[name], "one soup")]
    assert late == ["async_def_blocks"]


@best_of_three
def test_a_def_without_a_wait_waits_for_a_thread_if_forty_are_taken(
    taken: Taken, tmp_path: Path
) -> None:
    run = taken["forty_guests"]
    waited = at(run, "menu:") - at(run, "health:")
    opened = "    async with open_door(app)"
    limiter = "anyio.to_thread.current_default_thread_limiter()"
    more = beside(
        tmp_path,
        "forty_guests",
        ("import aiohttp", "import aiohttp\nimport anyio.to_thread"),
        (opened, f"    {limiter}.total_tokens = 100\n{opened}"),
    )
    with_more = real(more)
    assert texts(with_more) == texts(run)
    assert at(with_more, "menu:") - at(with_more, "health:") < waited / 2


def test_handlers_by_def_share_between_threads(taken: Taken, tmp_path: Path) -> None:
    run = taken["one_soup_left"]
    together = soups(run)
    assert len({soup.lane for soup in together}) == 3
    assert {run.lanes[soup.lane].name for soup in together} == {"AnyIO worker thread"}
    assert max(soup.t0 for soup in together) < min(soup.t1 for soup in together)
    body = (
        '    if left["soup"] == 0:\n        return "no soup"\n'
        '    time.sleep(0.3)  # it is warmed up\n    left["soup"] -= 1\n    return "one soup"\n'
    )
    locked = "    with lock:\n" + indent(body, "    ")
    lock = ("import time\n", "import threading\nimport time\n\nlock = threading.Lock()\n")
    on_the_loop = ("def serve_soup", "async def serve_soup")
    for changes in [(body, locked), lock], [on_the_loop]:
        with_one = real(beside(tmp_path, "one_soup_left", *changes))
        assert sorted(texts(with_one)) == [
            'answer: 200 "no soup"',
            'answer: 200 "no soup"',
            'answer: 200 "one soup"',
            "left: 0",
        ]


def test_debug_mode_names_uvicorns_task_and_not_the_handler(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "dev", beside(tmp_path, "async_def_blocks")],
        capture_output=True,
        text=True,
        check=True,
    )
    told = [line for line in done.stderr.splitlines() if "run_asgi()" in line]
    assert len(told) == 2
    assert all("took 0.4" in line for line in told)
    assert "serve_soup" not in done.stderr


# Checks, in and out


async def status(app: fastapi.FastAPI, path: str) -> int:
    """The status with which an application answers, without a server."""
    straight = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=straight, base_url="http://it") as client:
        return (await client.get(path)).status_code


def test_a_pattern_refuses_what_a_number_does_not() -> None:
    app = fastapi.FastAPI()

    @app.get("/{number}")
    async def show(number: Annotated[str, fastapi.Path(pattern="^[1-9][0-9]{0,8}$")]) -> str:
        return number

    async def main() -> list[int]:
        paths = ("/7", "/1000", "/007", "/+7", "/7.0", "/0_7", "/7%0A")
        return [await status(app, path) for path in paths]

    assert asyncio.run(main()) == [200, 200, 422, 422, 422, 422, 422]


def test_an_http_exception_is_an_answer_outside_of_a_group_only() -> None:
    app = fastapi.FastAPI()

    async def refuse() -> None:
        raise fastapi.HTTPException(404)

    @app.get("/alone")
    async def alone() -> None:
        await refuse()

    @app.get("/grouped")
    async def grouped() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(refuse())

    assert asyncio.run(status(app, "/alone")) == 404
    assert asyncio.run(status(app, "/grouped")) == 500


# After the answer


def test_a_background_task_is_waited_for_and_a_task_is_not(taken: Taken) -> None:
    waited, lost = taken["after_the_answer"], taken["a_task_after_the_answer"]
    assert at(waited, "answer:") < at(waited, "written down") < at(waited, "the door is closed")
    assert "written down: the menu was read" not in texts(lost)
    [noting] = [lane for lane in lost.lanes if lane.fn == "write_down"]
    assert noting.state == "cancelled"
    assert not [lane for lane in waited.lanes if lane.fn == "write_down"], "it has no row"


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(LISTINGS)
    yield importlib.import_module("open_door")
    del sys.modules["open_door"]


def test_a_background_task_that_fails_harms_what_comes_after_the_answer(
    door: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    app = fastapi.FastAPI()
    done: list[str] = []

    async def fail() -> None:
        await asyncio.sleep(0.2)
        raise ValueError("no ink")

    @app.get("/menu")
    async def show_menu(afterwards: fastapi.BackgroundTasks) -> str:
        afterwards.add_task(fail)
        afterwards.add_task(done.append, "the second")
        return "there is soup"

    @app.post("/order")
    async def take_order() -> None:
        await asyncio.sleep(0.5)
        done.append("the order")

    async def main() -> None:
        async with door.open_door(app) as url, aiohttp.ClientSession(url) as guest:
            async with guest.get("/menu") as answer:
                assert (answer.status, await answer.json()) == (200, "there is soup")
            with pytest.raises(aiohttp.ServerDisconnectedError):
                async with guest.post("/order"):
                    pass

    asyncio.run(main())
    assert "ValueError: no ink" in capsys.readouterr().err
    assert done == ["the order"]


@pytest.mark.parametrize(("scope", "status"), [("request", 200), ("function", 500)])
def test_what_fails_as_it_is_given_back_is_told_in_one_scope_only(
    door: ModuleType, scope: Literal["request", "function"], status: int
) -> None:
    app = fastapi.FastAPI()

    async def lend() -> AsyncIterator[str]:
        yield "ladle"
        raise ValueError("not committed")

    lent = fastapi.Depends(lend, scope=scope)

    @app.get("/soup")
    async def serve_soup(ladle: str = lent) -> str:
        return ladle

    async def main() -> None:
        async with door.open_door(app) as url, aiohttp.request("GET", f"{url}/soup") as answer:
            assert answer.status == status

    asyncio.run(main())


def test_a_handler_goes_on_when_its_guest_hangs_up(door: ModuleType) -> None:
    app = fastapi.FastAPI()
    told: list[bool] = []

    @app.get("/soup")
    async def serve_soup(request: fastapi.Request) -> None:
        told.append(await request.is_disconnected())
        await asyncio.sleep(0.5)
        told.append(await request.is_disconnected())

    async def main() -> None:
        async with door.open_door(app) as url:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2), aiohttp.request("GET", f"{url}/soup"):
                    pass

    asyncio.run(main())
    assert told == [False, True]


# The whole server, from outside


@asynccontextmanager
async def started() -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A process that runs user_service.py, and its address."""
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", LISTINGS / "user_service.py"),
        stdout=PIPE,
        stderr=STDOUT,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert server.stdout
    try:
        told = await server.stdout.readuntil(b" (Press CTRL+C")
        yield server, told.split()[-3].decode()
    finally:
        with suppress(ProcessLookupError):
            server.kill()
        await server.wait()


def with_server(
    ask: Callable[[asyncio.subprocess.Process, aiohttp.ClientSession], Awaitable[None]],
) -> None:
    """Have `ask` put questions to the server."""

    async def main() -> None:
        async with started() as (server, url), aiohttp.ClientSession(url) as guest:
            await ask(server, guest)

    asyncio.run(main())


def test_the_server_answers_and_refuses_in_json() -> None:
    async def ask(_: object, guest: aiohttp.ClientSession) -> None:
        for path, code in ("/users/7", 200), ("/users/1001", 404), ("/users/seven", 422):
            async with guest.get(path) as answer:
                told = await answer.json()
                assert (answer.status, "detail" in told) == (code, code != 200)
        async with guest.get("/docs") as answer:
            assert answer.status == 200

    with_server(ask)


def test_answers_under_way_are_given_when_it_is_stopped() -> None:
    async def ask(server: asyncio.subprocess.Process, guest: aiohttp.ClientSession) -> None:
        async def user() -> int:
            async with guest.get("/users/7") as answer:
                await answer.read()
                return answer.status

        asked = [asyncio.create_task(user()) for _ in range(20)]
        async with guest.get("/openapi.json") as answer:  # so it has read all others
            assert answer.status == 200
        assert not any(it.done() for it in asked)
        server.terminate()
        assert await asyncio.gather(*asked) == [200] * 20
        told, _ = await server.communicate()
        lines = told.decode().splitlines()
        assert lines.index("database closed") > lines.index("INFO:     Shutting down")

    with_server(ask)
