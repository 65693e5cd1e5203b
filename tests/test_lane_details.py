"""What the recorder tells rightly of programs that make it easy to tell wrongly."""

import sys
from pathlib import Path

import pytest
from playback.log import read_log
from playback.recorder import Log
from playback.run import Lane, Run, Span
from programs import exact, real, texts, write


def lane(run: Run, label: str) -> int:
    """The place of the one lane with that label or name."""
    [place] = [place for place, it in enumerate(run.lanes) if label in (it.label, it.name)]
    return place


def spans(run: Run, place: int, kind: str) -> list[Span]:
    """What that lane did, of one kind."""
    return [span for span in run.spans if (span.lane, span.kind) == (place, kind)]


def who(run: Run, text: str) -> Lane:
    """The lane that printed a line."""
    [line] = [line for line in run.output if line.text == text]
    assert line.lane is not None
    return run.lanes[line.lane]


@pytest.mark.skipif(sys.version_info < (3, 13), reason="before, a call is described as it ends")
def test_a_call_is_told_with_the_arguments_it_began_with(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time

        def simmer(minutes):
            while minutes:
                time.sleep(0.05)
                minutes -= 1

        def serve(*dishes):
            dishes = map(str.upper, dishes)
            time.sleep(0.05)
            return dishes

        simmer(3)
        print(*serve("soup", "tea"))
        """,
    )
    run = exact(program)
    assert [call.label for call in run.calls] == ["simmer(3)", "serve('soup', 'tea')"]
    assert texts(run) == ["SOUP TEA"]


def test_each_timeout_of_a_task_cancels_it(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        async def main():
            for attempt in range(3):
                try:
                    async with asyncio.timeout(0.1):
                        await asyncio.sleep(1)
                except TimeoutError:
                    print("again")

        asyncio.run(main())
        """,
    )
    run = exact(program)
    cancels = [link.t for link in run.links if link.kind == "cancel"]
    assert cancels == [100_000, 200_000, 300_000]


def test_a_wait_within_a_clean_up_has_its_line(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        async def slow():
            try:
                await asyncio.sleep(1)
            finally:
                await asyncio.sleep(0.1)

        async def fails():
            await asyncio.sleep(0.1)
            raise ValueError

        async def main():
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(slow())
                    group.create_task(fails())
            except* ValueError:
                print("failed")

        asyncio.run(main())
        """,
    )
    run = exact(program)
    waits = spans(run, lane(run, "main()"), "wait")
    assert sum(span.t1 - span.t0 for span in waits) == 200_000
    assert {run.source.splitlines()[span.at[0][1] - 1].strip() for span in waits} == {
        "async with asyncio.TaskGroup() as group:"
    }
    assert {span.on for span in waits} == {"TaskGroup.__aexit__"}


def test_a_decorated_coroutine_waits_for_what_it_awaits(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio
        import functools

        def timed(fn):
            @functools.wraps(fn)
            async def wrapper(*arguments):
                return await fn(*arguments)
            return wrapper

        @timed
        async def cook(dish):
            await asyncio.sleep(0.1)

        async def main():
            await asyncio.gather(cook("soup"))

        asyncio.run(main())
        """,
    )
    run = exact(program)
    [wait] = spans(run, lane(run, "cook('soup')"), "wait")
    assert wait.on == "sleep"


def test_a_thread_that_prints_is_who_printed_it(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import threading
        import time

        threading.Timer(0.1, print, ["timer"]).start()
        thread = threading.Thread(target=lambda: print("cook"), name="cook")
        thread.start()
        thread.join()
        time.sleep(0.2)
        print("main")
        """,
    )
    run = real(program)
    assert who(run, "cook").name == "cook"
    assert who(run, "timer").name not in ("MainThread", "cook")
    assert who(run, "main").name == "MainThread"


def test_what_a_child_prints_for_the_program_is_no_output_of_it(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import subprocess
        import sys
        import time

        print("before")
        code = "print('soup'); import time; time.sleep(0.2); print('tea')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        print("got", *done.stdout.split())
        subprocess.run([sys.executable, "-c", "print('rice')"])
        time.sleep(0.2)
        print("after")
        """,
    )
    run = real(program)
    before, got, rice, after = run.output
    assert [line.text for line in run.output] == ["before", "got soup tea", "rice", "after"]
    assert got.t - before.t >= 200_000
    assert after.t - rice.t >= 200_000
    assert [line.lane == before.lane for line in (got, rice, after)] == [True, False, True]


def test_a_busy_function_that_is_called_again_is_told_at_its_lines(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time

        def chop(cuts):
            while cuts > 0:
                cuts -= 1

        chop(2_000_000)
        time.sleep(0.05)
        chop(2_000_000)
        """,
    )
    run = real(program)
    runs = [span for span in spans(run, 0, "run") if span.at[0][0] == "chop"]
    assert len(runs) == 2
    if sys.version_info >= (3, 12):  # before, single lines cannot be left alone
        assert all(span.at[0][1] in (5, 6) for span in runs)


def test_names_and_numbers_out_of_the_ordinary_disturb_nothing(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        class Odd:
            def __getattr__(self, name):
                print("asked for", name)
                raise AttributeError(name)

            def __call__(self, *_):
                print("called")

        async def cook(number):
            await asyncio.sleep(0.1)

        async def main():
            asyncio.get_running_loop().call_soon(Odd())
            task = asyncio.create_task(cook(10 ** 6000), name="a\\0b\\tc\\nd|e")
            await task

        asyncio.run(main())
        print("done")
        """,
    )
    run = exact(program)
    assert texts(run) == ["called", "done"]
    [cook] = [it for it in run.lanes if it.fn == "cook"]
    assert (cook.state, cook.label, cook.name) == ("ok", "cook(…)", "a?b c d|e")


def test_a_log_without_room_says_so(tmp_path: Path) -> None:
    log = Log(str(tmp_path / "log"), 1_000)
    for number in range(100):
        log.write(number, "line", "1.1", "cook:5")
    [file] = tmp_path.glob("log.*")
    [rows] = read_log([file.read_text().partition("\0")[0]]).processes
    assert 20 < len(rows) < 100
    assert [row.event for row in rows].index("full") == len(rows) - 1
    assert all(row.event == "line" and row.details[1] == "cook:5" for row in rows[:-1])


def test_a_wait_within_an_asynchronous_generator_is_what_the_generator_waits_for(
    tmp_path: Path,
) -> None:
    program = write(
        tmp_path,
        """
        import asyncio
        from contextlib import aclosing, asynccontextmanager

        async def dishes():
            try:
                await asyncio.sleep(0.1)
                yield "soup"
            finally:
                await asyncio.sleep(0.1)

        async def served():
            async for dish in dishes():
                yield dish

        @asynccontextmanager
        async def oven():
            await asyncio.sleep(0.1)
            try:
                yield
            finally:
                await asyncio.sleep(0.1)

        async def main():
            async for dish in served():
                print(dish)
            async with oven():
                print("hot")
            async with aclosing(dishes()) as menu:
                print(await anext(menu, None))

        asyncio.run(main())
        """,
    )
    run = exact(program)
    waits = spans(run, lane(run, "main()"), "wait")
    assert [(span.at[0][0], span.on) for span in waits] == [
        *[("dishes", "sleep")] * 2,
        *[("oven", "sleep")] * 2,
        *[("dishes", "sleep")] * 2,
    ]


@pytest.mark.parametrize(
    ("begin", "label"),
    [
        ("async for dish in dishes(): break", "dishes().aclose()"),
        ("menu = dishes(); asyncio.create_task(anext(menu))", "anext(dishes())"),
        ("menu = dishes(); asyncio.create_task(menu.aclose())", "dishes().aclose()"),
    ],
)
def test_a_task_that_is_a_step_of_a_generator_is_called_so(
    tmp_path: Path, begin: str, label: str
) -> None:
    program = write(
        tmp_path,
        f"""
        import asyncio

        async def dishes():
            try:
                yield await asyncio.sleep(0.1)
            finally:
                await asyncio.sleep(0.1)

        async def main():
            {begin}
            await asyncio.sleep(1)

        asyncio.run(main())
        """,
    )
    run = exact(program)
    place = lane(run, label)
    assert run.lanes[place].fn == "dishes"
    assert {span.on for span in spans(run, place, "wait")} <= {"sleep"}


def test_an_eager_task_of_a_library_that_ends_out_of_sight_is_not_lost(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        import aiohttp
        from aiohttp import web
        from aiohttp.test_utils import TestServer

        async def menu(request):
            return web.Response(body=bytes(1_000_000))

        async def main():
            kitchen = web.Application()
            kitchen.router.add_get("/menu", menu)
            async with (
                TestServer(kitchen) as server,
                aiohttp.ClientSession(server.make_url("/")) as session,
                session.get("/menu") as response,
            ):
                print(response.status)

        asyncio.run(main())
        """,
    )
    run = real(program)
    assert [output.text for output in run.output] == ["200"]
    assert not [lane for lane in run.lanes if lane.state == "lost"]


def test_a_helper_that_is_given_no_work_does_nothing(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        from concurrent.futures import ProcessPoolExecutor

        def chop():
            for _ in range(2_000_000):
                pass

        if __name__ == "__main__":
            with ProcessPoolExecutor(2) as helpers:
                helpers.submit(chop).result()
        """,
    )
    run = real(program)
    processes = [place for place, lane in enumerate(run.lanes) if lane.kind == "process"]
    doing = [[span.at for span in run.spans if span.lane == place] for place in processes]
    assert all(at for spans in doing for at in spans), "nothing that is not the program's own"
    assert any(doing)


def test_a_coroutine_that_is_closed_in_its_middle_was_not_cancelled(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time

        class Pause:
            def __await__(self):
                yield

        async def boil(dish):
            await Pause()
            print(dish)

        soup, rice = boil("soup"), boil("rice")
        for dish in (soup, rice):
            dish.send(None)
        time.sleep(0.1)
        soup.close()
        time.sleep(0.1)
        """,
    )
    run = exact(program)
    ends = {lane.label: (lane.state, lane.t1) for lane in run.lanes if lane.kind == "coro"}
    assert ends == {"boil('soup')": ("pending", 100_000), "boil('rice')": ("pending", 200_000)}
    assert not run.marks


def test_a_generator_of_a_library_that_the_loop_closes_is_its_own_affair(
    tmp_path: Path,
) -> None:
    package = tmp_path / "site-packages"
    package.mkdir()
    (package / "kitchen.py").write_text(
        "async def courses():\n    yield 'soup'\n    yield 'roast'\n"
    )
    program = write(
        tmp_path,
        f"""
        import asyncio
        import sys

        sys.path.append({str(package)!r})
        import kitchen

        async def own():
            yield 1
            yield 2

        async def main():
            async for course in kitchen.courses():
                break
            async for number in own():
                break
            await asyncio.sleep(0.01)

        asyncio.run(main())
        """,
    )
    run = exact(program)
    assert [lane.label for lane in run.lanes if lane.kind == "task"] == [
        "main()",
        "own().aclose()",
    ]
