"""What the chapter on blocking code claims of its runs, beyond the lines they print."""

import asyncio
import contextvars
import re
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest
from seen import Seen
from taken import Taken, at, best_of_three, spans


def numbers(line: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", line)]


@best_of_three
def test_requests_downloads_in_turn_and_the_others_at_once(taken: Taken) -> None:
    in_turn = taken["weigh_with_requests"]
    [ready] = spans(in_turn, "weigh('example.org')", "ready")
    assert ready.t1 - ready.t0 > 0.8 * at(in_turn, "docs.python.org")
    for name in ("weigh_with_threads", "weigh_with_aiohttp"):
        assert in_turn.wall > 1.2 * taken[name].wall


@best_of_three
def test_the_threads_stand_still_while_the_loop_is_idle(taken: Taken) -> None:
    run = Seen(taken["weigh_with_threads"])
    first, second = run.all("thread")[-2:]
    assert first.overlaps(second)
    for thread in (first, second):
        assert thread.total("block") > 0.5 * (thread.life[1] - thread.life[0])
    assert run.loop.total("idle") > 0.5 * run.run.wall / 1000


def test_a_thread_goes_on_when_nobody_waits_for_it_and_is_waited_for_at_the_end(
    taken: Taken,
) -> None:
    run = taken["give_up_on_a_thread"]
    assert at(run, "main: ends") < at(run, "stroke 3")
    assert at(run, "closed") >= at(run, "stroke 4")
    assert Seen(run).one("main()").life[1] < at(run, "stroke 3") / 1000


@best_of_three
def test_a_thread_that_looks_ends_within_the_stroke(taken: Taken) -> None:
    run = taken["tell_the_thread_to_stop"]
    stroke = at(run, "stroke 2") - at(run, "stroke 1")
    assert at(run, "closed") - at(run, "I have had enough") < 0.5 * stroke


def test_forty_calls_take_the_threads_in_rounds(taken: Taken) -> None:
    run = Seen(taken["more_calls_than_threads"])
    calls, threads = numbers(run.lines("calls")[0][1])
    assert threads == len(run.all("thread")) - 1, "the main thread takes no call"
    assert threads < calls
    [busiest] = [max(len(thread.spans("block", at="time.sleep")) for thread in run.all("thread"))]
    assert busiest >= calls / threads


@best_of_three
def test_the_loop_is_late_while_a_file_is_written_and_not_while_a_thread_does_it(
    taken: Taken,
) -> None:
    run = Seen(taken["save_to_a_file"])
    [here], [there] = (numbers(run.lines(text)[0][1]) for text in ("here", "thread"))
    assert here > there
    late = run.one("measure('here')").total("ready") / 1000
    assert late == pytest.approx(here, abs=0.25 * here)
    second = run.one("measure('by a thread')")
    saved = max(end for _, end in run.all("thread")[1].times("run", "block"))
    assert second.life[1] < saved


@best_of_three
def test_the_meter_tells_a_little_less_than_the_loop_was_held(taken: Taken) -> None:
    run = Seen(taken["measure_the_lag"])
    held = run.one("main()").total("block", at="time.sleep(0.2)") / 1000
    [[lag]] = [numbers(text) for _, text in run.lines("late")]
    assert 0.5 * held < lag < held + 0.05


@pytest.mark.skipif(sys.platform != "linux", reason="it is a rule of Linux's epoll")
def test_the_loop_takes_a_socket_and_refuses_a_file() -> None:
    async def ask(file: BinaryIO) -> None:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        with ours, theirs:
            loop.add_reader(ours, print)
            assert loop.remove_reader(ours)
        with pytest.raises(PermissionError):
            loop.add_reader(file, print)

    with Path(__file__).open("rb") as file:
        asyncio.run(ask(file))


def test_who_is_still_in_the_queue_is_taken_out_of_it_and_who_has_begun_goes_on() -> None:
    begun: list[int] = []
    ended: list[int] = []
    go_on = threading.Event()

    async def give_up() -> None:
        loop, started = asyncio.get_running_loop(), asyncio.Event()

        def wait_for_the_oven(number: int) -> None:
            begun.append(number)
            loop.call_soon_threadsafe(started.set)
            go_on.wait()
            ended.append(number)

        try:
            async with asyncio.TaskGroup() as group:
                for number in range(40):
                    group.create_task(asyncio.to_thread(wait_for_the_oven, number))
                await started.wait()
                raise TimeoutError
        except* TimeoutError:
            go_on.set()

    asyncio.run(give_up())
    assert 1 <= len(begun) < 40
    assert sorted(begun) == sorted(ended)


def test_context_variables_go_along_with_to_thread_but_not_into_a_pool() -> None:
    request = contextvars.ContextVar("request", default="none")

    async def seen(pool: ThreadPoolExecutor) -> list[str]:
        request.set("mine")
        loop = asyncio.get_running_loop()
        run = contextvars.copy_context().run
        return [
            await asyncio.to_thread(request.get),
            await loop.run_in_executor(pool, request.get),
            await loop.run_in_executor(pool, run, request.get),
        ]

    with ThreadPoolExecutor(max_workers=1) as pool:
        assert asyncio.run(seen(pool)) == ["mine", "none", "mine"]
