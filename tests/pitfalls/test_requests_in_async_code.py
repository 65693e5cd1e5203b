"""requests stops the loop: gathered downloads take the sum, and a heartbeat has to wait."""

import subprocess
import sys
from itertools import pairwise

import pytest
from demo import demo
from playback.snippet import SNIPPETS
from seen import Actor, Seen
from taken import Taken

REQUESTS = "requests_in_async_code/requests_hold_the_loop"
AIOHTTP = "requests_in_async_code/aiohttp_asks_the_loop"
THREADS = "requests_in_async_code/requests_in_threads"
HIDDEN = "requests_in_async_code/a_session_nobody_suspects"


def moments(seen: Seen, text: str) -> list[float]:
    """When each line with this text was printed."""
    found = [t for t, _ in seen.lines(text)]
    assert len(found) == 3
    return found


def downloads(seen: Seen) -> list[Actor]:
    """The tasks of the downloads."""
    found = seen.all("download")
    assert len(found) == 3
    return found


def the_heartbeat_is_frozen(broken: Seen, fixed: Seen) -> None:
    assert moments(broken, "tick")[1] > moments(broken, "got")[-1]
    assert moments(fixed, "tick")[-1] < moments(fixed, "got")[0]


def the_downloads_take_the_sum(broken: Seen, fixed: Seen) -> None:
    assert broken.run.wall > 1.5 * fixed.run.wall


@demo(REQUESTS, AIOHTTP)
def test_the_heartbeat_is_frozen(broken: Seen, fixed: Seen) -> None:
    the_heartbeat_is_frozen(broken, fixed)


@demo(REQUESTS, THREADS)
def test_threads_keep_the_heartbeat_going(broken: Seen, fixed: Seen) -> None:
    the_heartbeat_is_frozen(broken, fixed)


@demo(REQUESTS, AIOHTTP)
def test_the_downloads_take_the_sum(broken: Seen, fixed: Seen) -> None:
    the_downloads_take_the_sum(broken, fixed)


@demo(REQUESTS, THREADS)
def test_in_threads_the_downloads_overlap(broken: Seen, fixed: Seen) -> None:
    the_downloads_take_the_sum(broken, fixed)


@demo(REQUESTS, AIOHTTP)
def test_each_download_stops_the_loop_and_the_heartbeat_is_ready_meanwhile(
    broken: Seen, fixed: Seen
) -> None:
    blocked = [each.total("block") for each in downloads(broken)]
    for one, other in pairwise(downloads(broken)):
        assert other.total("ready") > 0.9 * one.total("block")
    assert broken.one("heartbeat").total("ready") > 0.8 * sum(blocked)
    assert min(each.total("wait") for each in downloads(fixed)) > 0.5 * min(blocked)
    assert not sum(each.total("wait") for each in downloads(broken))


def test_in_threads_the_dots_are_in_the_threads(taken: Taken) -> None:
    run = taken["requests_in_threads"]
    threads = {place for place, lane in enumerate(run.lanes) if lane.kind == "thread" and place}
    long = [span for span in run.spans if span.kind == "block" and span.t1 - span.t0 > 150_000]
    assert len(long) == 3
    assert {span.lane for span in long} == threads


@pytest.mark.parametrize(("program", "found"), [(REQUESTS, 1), (THREADS, 0), (HIDDEN, 0)])
def test_ruff_finds_the_plain_call_and_not_the_hidden_one(program: str, found: int) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--ignore-noqa"]
    command += ["--output-format", "concise", str(SNIPPETS / f"{program}.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.stderr
    assert done.stdout.count(": ASYNC210 ") == found


def test_debug_mode_reports_each_step_that_held_the_loop(taken: Taken) -> None:
    run = taken["a_session_nobody_suspects"]
    reports = [line for line in run.output if line.text.startswith("Executing <Task")]
    assert len(reports) == 2
    assert all("coro=<download() done" in line.text for line in reports)
    assert {line.stream for line in reports} == {"stderr"}
