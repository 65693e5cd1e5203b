"""A coroutine that blocks holds the loop: no timer is heard until it lets go."""

import asyncio
import faulthandler
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from itertools import pairwise
from pathlib import Path

import pytest
from demo import demo
from seen import Seen, line_of
from taken import Taken, at, best_of_three, spans

FISH = ("blocking_the_loop/staring_at_the_fish", "blocking_the_loop/fish_on_a_timer")


def gaps(run: Seen) -> list[float]:
    """The times between two ticks, in milliseconds."""
    ticks = [moment for moment, _ in run.lines("tick ")]
    assert len(ticks) == 4
    return [later - earlier for earlier, later in pairwise(ticks)]


@demo(*FISH)
def test_the_clock_misses_its_time_by_as_long_as_the_fish_blocks(broken: Seen, fixed: Seen) -> None:
    usual, frozen, after = gaps(broken)
    assert frozen > 2.5 * usual
    assert frozen > broken.one("fry_fish()").total("block") > 2.5 * usual
    assert after < 1.5 * usual
    assert max(gaps(fixed)) < 1.5 * min(gaps(fixed))


@demo(*FISH)
def test_the_tick_is_ready_and_the_loop_is_busy(broken: Seen, fixed: Seen) -> None:
    usual, *_ = gaps(broken)
    assert broken.one("tick()").total("ready") > 2 * usual
    assert fixed.one("tick()").total("ready") < 0.5 * usual


@demo(*FISH)
def test_the_third_tick_comes_after_the_fish(broken: Seen, fixed: Seen) -> None:
    assert broken.text.index("fish: turned") < broken.text.index("tick 3")
    assert fixed.text.index("tick 4") < fixed.text.index("fish: turned")


@best_of_three
def test_the_blocked_alarm_is_never_heard(taken: Taken) -> None:
    run = taken["an_alarm_nobody_hears"]
    stared = at(run, "stare_at_it: done in time") - at(run, "stare_at_it: into")
    stopped = at(run, "set_a_timer: timed out") - at(run, "set_a_timer: into")
    assert stared > 2 * stopped


def test_debug_mode_names_the_task_and_the_line_below(taken: Taken) -> None:
    run = taken["who_was_slow"]
    [told] = [it.text for it in run.output if it.text.startswith("Executing <Task")]
    below = line_of(run, "await asyncio.sleep(0.1)")
    assert "name='fish'" in told
    assert f"running at who_was_slow.py:{below}>" in told
    assert "weigh_fish" not in told
    assert f"py:{line_of(run, 'time.sleep(0.3)')}>" not in told


def test_the_watchdog_names_the_line_while_it_blocks(taken: Taken) -> None:
    run = taken["who_holds_the_cook"]
    lines = [it.text for it in run.output]
    top = lines[lines.index("Timeout (0:00:00.250000)!") + 2]
    assert top.endswith(f"line {line_of(run, 'time.sleep(0.4)')} in weigh_fish")
    [held] = [span for span in spans(run, "main()", "block") if span.t1 - span.t0 > 200_000]
    assert held.t0 < at(run, "Timeout") < held.t1


async def blocks_below_its_await() -> None:
    for _ in range(2):
        await asyncio.sleep(0.01)  # the report names this line
        time.sleep(0.15)  # noqa: ASYNC251


async def blocks_in_what_it_awaits() -> None:
    await blocks_and_waits()  # the report names this line


async def blocks_and_waits() -> None:
    time.sleep(0.15)  # noqa: ASYNC251
    await asyncio.sleep(0.01)


@pytest.mark.parametrize("program", [blocks_below_its_await, blocks_in_what_it_awaits])
def test_the_line_is_where_the_outermost_coroutine_waits(
    program: Callable[[], Coroutine[None, None, None]], caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        await asyncio.create_task(program())

    asyncio.run(main(), debug=True)
    source = Path(__file__).read_text(encoding="utf-8").splitlines()
    start = source.index(f"async def {program.__name__}() -> None:")
    named = next(n for n in range(start, len(source)) if "report names" in source[n]) + 1
    told = [text for text in caplog.messages if f"{program.__name__}() running at" in text]
    assert told
    assert all(f"{Path(__file__).name}:{named}>" in text for text in told)


def test_of_several_threads_the_blocked_loop_is_in_runners_and_not_in_select(
    tmp_path: Path,
) -> None:
    ready, enough = threading.Event(), asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []
    dump = tmp_path / "dump"

    async def rest() -> None:
        loops.append(asyncio.get_running_loop())
        ready.set()
        await enough.wait()

    async def bark() -> None:
        await asyncio.to_thread(ready.wait)
        await asyncio.sleep(0.1)  # until the other loop waits
        with dump.open("w") as file:
            faulthandler.dump_traceback(file)

    other = threading.Thread(target=asyncio.run, args=[rest()])
    other.start()
    asyncio.run(bark())
    loops[0].call_soon_threadsafe(enough.set)
    other.join()
    threads = re.split(r"\n\n", dump.read_text().strip())
    run = [it for it in threads if re.search(r"asyncio.runners\.py", it)]
    [blocked] = [it for it in run if " in select\n" not in it]
    assert len(threads) >= 3
    assert len(run) == 2
    assert "in bark\n" in blocked


def test_three_of_the_rules_have_to_be_switched_on() -> None:
    text = Path(__file__).parents[2].joinpath("docs/pitfalls/blocking_the_loop.md").read_text()
    [table] = re.findall(r"^\| rule .*?(?=^\n)", text, re.MULTILINE | re.DOTALL)
    listed = set(re.findall(r"`(?:ASYNC)?(2\d\d)`", table))
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--show-settings", __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    enabled = done.stdout.partition("linter.rules.enabled = [")[2].partition("\n]")[0]
    assert listed - set(re.findall(r"\(ASYNC(\d+)\)", enabled)) == {"212", "240", "250"}
