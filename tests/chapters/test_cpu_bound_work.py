"""What the chapter on CPU-bound work claims of its runs, beyond the lines they print."""

import asyncio
import hashlib
import pickle
import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest
from playback.run import Run
from seen import Actor, Seen
from taken import Taken, at, best_of_three


def clocks(run: Run) -> list[tuple[float, float]]:
    """The work and the seconds that each line tells."""
    told = [re.findall(r"\d+\.\d+", line.text) for line in run.output]
    return [(float(work), float(seconds)) for work, seconds in told]


def working(actor: Actor) -> tuple[float, float]:
    """From when to when it was at work."""
    times = actor.times("run")
    return times[0][0], times[-1][1]


def test_python_code_in_two_threads_does_no_more_work_than_there_are_seconds(
    taken: Taken,
) -> None:
    run = taken["chop_in_threads"]
    assert sum(work for work, _ in clocks(run)) < 1.1 * run.wall / 1e6
    for work, seconds in clocks(run):
        assert work < 0.75 * seconds


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("chop_in_threads", "thread"),
        ("chop_in_processes", "process"),
        ("seal_in_threads", "thread"),
    ],
)
@best_of_three
def test_two_are_at_work_at_once_beside_an_idle_loop(taken: Taken, name: str, kind: str) -> None:
    run = Seen(taken[name])
    (start, end), (other_start, other_end) = (working(it) for it in run.all(kind)[-2:])
    together = min(end, other_end) - max(start, other_start)
    assert together > 0.5 * max(end - start, other_end - other_start)
    assert run.loop.total("idle") > 0.5 * together


def test_here_one_waits_until_the_other_is_done(taken: Taken) -> None:
    run = Seen(taken["chop_here"])
    (_, end), (start, _) = (working(run.one(f"prepare('{it}')")) for it in ("onions", "carrots"))
    assert start >= end


@pytest.mark.parametrize(
    ("work", "argument", "lets_go"),
    [
        (hashlib.sha256, bytes(200_000_000), True),
        (pickle.dumps, ("soup\n" * 400_000).splitlines(), False),
    ],
    ids=["hashing lets go of the lock", "pickling does not"],
)
def test_the_loop_goes_on_only_beside_what_lets_go_of_the_lock(
    work: Callable[[object], object], argument: object, lets_go: bool
) -> None:
    beats = 0

    def beats_meanwhile() -> int:
        before = beats
        work(argument)
        return beats - before

    async def count() -> int:
        nonlocal beats
        working = asyncio.create_task(asyncio.to_thread(beats_meanwhile))
        while not working.done():
            await asyncio.sleep(0.01)
            beats += 1
        return await working

    meanwhile = asyncio.run(count())
    assert meanwhile >= 3 if lets_go else meanwhile <= 1


@best_of_three
def test_a_pool_that_is_left_holds_the_loop_until_the_work_is_done(taken: Taken) -> None:
    broken, fixed = taken["pool_in_the_coroutine"], taken["pool_for_the_evening"]
    kneaded = {run.file: working(Seen(run).one("process"))[1] for run in (broken, fixed)}
    for run in (broken, fixed):
        assert at(run, "song 2") < at(run, "too long") < at(run, "song 3")
    held, free = (at(run, "song 3") / 1000 / kneaded[run.file] for run in (broken, fixed))
    assert free < 0.75 < held
    ready = Seen(broken).one("play_radio()").times("ready")
    assert max(until - since for since, until in ready) > 0.25 * kneaded[broken.file]


def test_the_dough_is_kneaded_to_its_end_after_the_timeout(taken: Taken) -> None:
    run = taken["pool_for_the_evening"]
    assert working(Seen(run).one("process"))[1] > at(run, "too long") / 1000


def test_a_main_that_fails_does_not_hold_the_loop_if_the_pool_is_around_it() -> None:
    happened = []

    async def play_radio() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            happened.append("radio off")

    def knead() -> None:
        enough.wait()
        happened.append("kneaded")

    async def main(pool: Executor) -> None:
        async with asyncio.timeout(0.05):
            radio = asyncio.create_task(play_radio())
            await asyncio.get_running_loop().run_in_executor(pool, knead)
            await radio

    enough = threading.Event()
    with ThreadPoolExecutor(max_workers=1) as pool:
        with pytest.raises(TimeoutError):
            asyncio.run(main(pool))
        enough.set()
    assert happened == ["radio off", "kneaded"]


def test_a_function_within_a_function_is_another_error_than_a_lambda_of_a_module() -> None:
    def inner() -> None:
        pass

    with pytest.raises((AttributeError, pickle.PicklingError)) as raised:
        pickle.dumps(inner)
    if sys.version_info < (3, 14):
        assert raised.type is AttributeError


@best_of_three
def test_a_loop_is_later_beside_more_threads_that_compute(taken: Taken) -> None:
    one, six = (float(line.text.split()[3]) for line in taken["late_beside_threads"].output)
    assert 0 < one < six


@best_of_three
def test_starting_a_helper_takes_many_times_as_long_as_asking_one(taken: Taken) -> None:
    new, same = (float(line.text.split()[-2]) for line in taken["call_a_new_helper"].output)
    assert new > 5 * same


@best_of_three
def test_the_post_costs_more_than_the_work_and_holds_the_loop(taken: Taken) -> None:
    run = taken["orders_by_post"]
    here, late, times = (float(re.findall(r"\d+\.?\d*", line.text)[0]) for line in run.output)
    assert times > 1
    assert late > 0.2 * here
