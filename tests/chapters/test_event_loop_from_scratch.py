"""What the chapter claims of its loops: of their runs, and of what they do in other programs."""

import asyncio
from collections.abc import Coroutine, Generator
from itertools import pairwise
from typing import Any

import pytest
from playback.run import Run
from playback.snippet import SNIPPETS
from taken import Taken, at, best_of_three, spans

STEPS = [
    "loop_1_ready_queue",
    "loop_2_timers",
    "loop_3_tasks_and_results",
    "loop_4_futures",
    "loop_5_sockets",
]


class Clock:
    """Stands in for `time` in a listing: it goes on only where somebody sleeps or works."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        """As `time.monotonic`."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """As `time.sleep`."""
        self.now += max(seconds, 1e-9)

    def time(self) -> float:
        """As `time.time`."""
        self.now += 0.001  # a look takes a while, or who only looks would look for ever
        return self.now


def source(name: str) -> str:
    return (SNIPPETS / "event_loop_from_scratch" / f"{name}.py").read_text(encoding="utf-8")


def load(name: str, text: str = "") -> tuple[dict[str, Any], Clock]:
    """The names of a listing, or of its changed `text`, and the clock that is put under it."""
    clock = Clock()
    names: dict[str, Any] = {"__name__": name}
    exec(compile(text or source(name), name, "exec"), names)  # noqa: S102  a listing of ours
    names["time"] = clock
    return names, clock


def total(run: Run, lane: int, kind: str) -> int:
    return sum(span.t1 - span.t0 for span in run.spans if (span.lane, span.kind) == (lane, kind))


def test_the_loop_is_about_a_hundred_lines() -> None:
    loop = source("loop_5_sockets").partition("import heapq")[2].partition("async def answer")[0]
    lines = [line for line in loop.splitlines() if line.strip() and "8<" not in line]
    assert 70 < len(lines) < 130


@pytest.mark.parametrize("name", STEPS)
def test_no_step_uses_asyncio_or_shows_a_loop_of_its_own(taken: Taken, name: str) -> None:
    assert "asyncio" not in source(name)
    kinds = {lane.kind for lane in taken[name].lanes}
    assert "coro" in kinds
    assert kinds <= {"thread", "coro"}


@best_of_three
def test_in_step_1_the_loop_runs_between_the_bars(taken: Taken) -> None:
    run = taken["loop_1_ready_queue"]
    assert total(run, 0, "run") + total(run, 0, "block") < 0.2 * run.wall


@best_of_three
def test_lifting_lids_overlaps_waits_and_is_work_all_the_time(taken: Taken) -> None:
    run = taken["lids_are_lifted"]
    assert sum(total(run, lane, "run") for lane in range(len(run.lanes))) > 0.8 * run.wall
    assert total(run, 0, "block") < 0.1 * run.wall
    pots = [lane for lane in run.lanes if lane.fn == "boil"]
    assert len(pots) == 2
    assert max(pot.t0 for pot in pots) < 0.5 * min(pot.t1 for pot in pots)
    looks = sorted((span.t0, span.lane) for span in run.spans if span.kind == "run" and span.lane)
    changes = [one[1] != other[1] for one, other in pairwise(looks)]
    assert sum(changes) > 10


@best_of_three
def test_a_loop_with_timers_stands_still_in_one_line_nearly_all_the_time(taken: Taken) -> None:
    run = taken["loop_2_timers"]
    still = [span for span in run.spans if (span.lane, span.kind) == (0, "block")]
    assert total(run, 0, "block") > 0.85 * run.wall
    assert {span.at[0][0] for span in still} == {"run_once"}
    assert len({span.at[0][1] for span in still}) == 1


def test_of_two_timers_for_one_moment_the_first_set_rings_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names, _ = load("loop_2_timers")
    names["ready"].extend(names["boil"](pot, 0.1) for pot in ("soup", "rice", "tea", "egg"))
    names["run"]()
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        *("soup", "rice", "tea", "egg"),
        *("soup", "rice", "tea", "egg"),
    ]


def test_a_failure_ends_step_2_and_is_kept_in_step_3(taken: Taken) -> None:
    broken, mended = taken["toast_ends_the_dinner"], taken["loop_3_tasks_and_results"]
    for run, soup in ((broken, "pending"), (mended, "ok")):
        states = {lane.fn: lane.state for lane in run.lanes}
        assert (states["boil"], states["make_toast"]) == (soup, "error")
    assert broken.lanes[0].state == "error"
    assert at(mended, "no toast: burnt") < at(mended, "soup for two")


@pytest.mark.parametrize("name", ["loop_3_tasks_and_results", "loop_4_futures"])
def test_who_awaits_what_is_done_does_not_give_the_cook_back(name: str) -> None:
    names, _ = load(name)
    turns = []

    async def quick(what: str) -> str:
        turns.append(what)
        return what

    later = quick("second")

    async def main() -> None:
        task = names["Task"](quick("first"))
        await task
        names["Task"](later)
        assert await task == "first"
        turns.append("main")

    names["run"](main())
    later.close()
    assert turns == ["first", "main"]


def test_awaited_in_turn_tasks_that_are_under_way_take_the_longest() -> None:
    names, clock = load("loop_4_futures")

    async def cook(seconds: float) -> float:
        await names["sleep"](seconds)
        return seconds

    results: list[float] = []

    async def main() -> None:
        tasks = [names["Task"](cook(seconds)) for seconds in (0.2, 0.3, 0.1)]
        results.extend([await task for task in tasks])

    names["run"](main())
    assert results == [0.2, 0.3, 0.1]
    assert clock.now < 0.35


def test_who_completes_a_future_is_not_interrupted() -> None:
    names, _ = load("loop_4_futures")
    turns = []

    async def waits(future: Any) -> None:
        await future
        turns.append("waiting one")

    async def main() -> None:
        future = names["Future"]()
        task = names["Task"](waits(future))
        await names["sleep"](0.1)
        future.set_result(None)
        turns.append("main")
        await task

    names["run"](main())
    assert turns == ["main", "waiting one"]


async def waits_for(future: Any) -> None:
    await future


def test_a_future_that_nobody_completes_ends_step_4() -> None:
    names, _ = load("loop_4_futures")
    with pytest.raises(IndexError):
        names["run"](waits_for(names["Future"]()))


def test_a_future_that_nobody_completes_keeps_step_5_waiting() -> None:
    names, _ = load("loop_5_sockets")
    patience: list[float | None] = []

    class Waits(Exception):
        """Instead of waiting for ever."""

    class Selector:
        def select(self, seconds: float | None) -> list[Any]:
            patience.append(seconds)
            if seconds is None:
                raise Waits
            return []

    names["selector"].close()
    names["selector"] = Selector()
    with pytest.raises(Waits):
        names["run"](waits_for(names["Future"]()))
    assert patience == [0.0, None]


def test_what_is_under_way_when_main_ends_is_dropped() -> None:
    names, _ = load("loop_4_futures")
    turns = []

    async def cook() -> None:
        turns.append("begins")
        await names["sleep"](0.2)
        turns.append("ends")

    tasks = []

    async def main() -> None:
        tasks.append(names["Task"](cook()))
        await names["sleep"](0.1)

    names["run"](main())
    assert turns == ["begins"]
    assert not tasks[0].done
    tasks[0].coroutine.close()


def test_the_listings_sleep_completes_a_cancelled_future_and_asyncios_does_not() -> None:
    async def cancelled(sleep: Any) -> list[BaseException]:
        told: list[BaseException] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: told.append(context["exception"])
        )
        task = asyncio.create_task(waits_for(sleep(0.05)))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0.1)
        return told

    names, _ = load("the_same_on_asyncio")
    [error] = asyncio.run(cancelled(lambda seconds: names["sleep"](seconds)))
    assert isinstance(error, asyncio.InvalidStateError)
    assert asyncio.run(cancelled(asyncio.sleep)) == []


ROUND = "for _ in range(len(ready)):"


@pytest.mark.parametrize(("turns", "rings"), [(ROUND, True), ("while ready:", False)])
def test_without_a_count_of_the_ready_no_timer_would_be_looked_at(turns: str, rings: bool) -> None:
    text = source("loop_4_futures")
    assert text.count(ROUND) == 1
    names, clock = load("loop_4_futures", text.replace(ROUND, turns))
    rung: list[float] = []

    async def nothing() -> None:
        clock.now += 0.001

    async def main() -> None:
        names["call_later"](0.1, lambda: rung.append(clock.now))
        for _ in range(1_000):  # without an end, if the round had none
            if rung:
                break
            await names["Task"](nothing())

    names["run"](main())
    assert bool(rung) == rings


@best_of_three
def test_three_guests_are_served_at_once_in_one_thread(taken: Taken) -> None:
    run = taken["loop_5_sockets"]
    answers = [lane for lane in run.lanes if lane.fn == "answer"]
    assert [lane.host for lane in answers] == [0, 0, 0]
    assert max(lane.t0 for lane in answers) < min(lane.t1 for lane in answers)
    assert run.wall < 0.8 * 750_000, "which is what the dishes take together"
    still = [
        span
        for span in run.spans
        if (span.lane, span.kind) == (0, "block") and span.at[0][0] == "run_once"
    ]
    assert sum(span.t1 - span.t0 for span in still) > 0.7 * run.wall
    assert len(still) >= 5, "woken by two guests who come later, and by three timers"


@best_of_three
def test_step_4_and_asyncio_do_the_same(taken: Taken) -> None:
    ours, theirs = taken["loop_4_futures"], taken["the_same_on_asyncio"]
    assert [line.text for line in ours.output] == [line.text for line in theirs.output]
    for label in ("bake('cake', 0.1)", "bake('bread', 0.2)", "main()"):
        one, other = spans(ours, label, "wait"), spans(theirs, label, "wait")
        assert len(one) == len(other) == 2
        for a, b in zip(one, other, strict=True):
            assert 0.7 < (a.t1 - a.t0) / (b.t1 - b.t0) < 1.4
    idle = sum(span.t1 - span.t0 for span in theirs.spans if span.kind == "idle")
    assert total(ours, 0, "block") == pytest.approx(idle, rel=0.2)


def test_bake_is_the_same_on_asyncio() -> None:
    def body(name: str) -> str:
        return source(name).partition("async def bake")[2].partition("\n")[2].partition("\n\n\n")[0]

    assert body("loop_4_futures") == body("the_same_on_asyncio") != ""


@best_of_three
def test_the_sketch_does_not_wait(taken: Taken) -> None:
    run = taken["a_sketch_of_a_loop"]
    assert at(run, "soup: done") < 150_000, "its timer was set to 0.3 s"


@best_of_three
def test_the_cleared_sketch_works_to_wait(taken: Taken) -> None:
    run = taken["a_sketch_that_clears_its_list"]
    assert total(run, 0, "run") > 0.6 * run.wall
    assert total(run, 0, "block") < 0.1 * run.wall
    assert "done" not in " ".join(line.text for line in run.output)


def rings(text: str) -> float:
    """How long a dish sleeps that asks for 0.3 s, after one that works for 0.2 s, in that loop."""
    names, clock = load("a_sketch_that_clears_its_list", text)
    slept: list[float] = []

    class Sleep:
        def __await__(self) -> Generator[float, None, None]:
            yield 0.3

    async def works() -> None:
        clock.now += 0.2

    async def sleeps() -> None:
        begin = clock.now
        await Sleep()
        slept.append(clock.now - begin)

    dishes: list[Coroutine[Any, None, None]] = [works(), sleeps()]
    if "ready.popleft()" in text:
        names["ready"].extend(dishes)
        names["run"]()
    else:
        names["run"](dishes)
    return slept[0]


def test_with_a_clock_read_once_a_round_timers_ring_too_early() -> None:
    sketch = source("a_sketch_that_clears_its_list")
    mended = sketch.replace("waiting.items()", "list(waiting.items())")
    assert mended != sketch
    assert rings(mended) < 0.15
    assert rings(source("loop_2_timers")) >= 0.29
