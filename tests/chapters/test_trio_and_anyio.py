"""What the page on Trio and AnyIO claims of its runs, beyond what they print."""

import math
from pathlib import Path

import anyio
import pytest
import trio
from playback.run import Lane, Run
from playback.snippet import SNIPPETS
from programs import real, texts, write
from taken import Taken, at, best_of_three, spans

LISTINGS = SNIPPETS / "trio_and_anyio"
DINNERS = (
    "dinner_of_asyncio",
    "dinner_of_trio",
    "dinner_of_anyio",
    "dinner_of_anyio_on_trio",
)


def lane(run: Run, label: str) -> Lane:
    """The one lane with that label."""
    [found] = [lane for lane in run.lanes if lane.label == label]
    return found


@best_of_three
def test_a_nursery_is_left_when_its_last_task_has_ended(taken: Taken) -> None:
    run = taken["nobody_stays_behind"]
    rice = lane(run, "cook('rice', 0.3)")
    assert at(run, "all is ordered") < 0.1 * rice.t1
    assert at(run, "the kitchen closes") >= rice.t1
    [wait] = [span for span in spans(run, "main()", "wait") if span.t1 - span.t0 > 100_000]
    assert wait.on == "NurseryManager.__aexit__"


@pytest.mark.parametrize("name", DINNERS)
def test_all_four_dinners_are_the_same(taken: Taken, name: str) -> None:
    run, sauce = taken[name], lane(taken[name], "burn_sauce()")
    roast, soup = lane(run, "cook('roast', 0.3)"), lane(run, "cook('soup', 0.1)")
    assert texts(run) == texts(taken["dinner_of_asyncio"])
    assert (soup.state, sauce.state, roast.state) == ("ok", "error", "cancelled")
    assert sauce.t1 <= roast.t1 <= at(run, "dinner is off")
    tasks = [it for it in run.lanes if it.kind == "task"]
    assert len(tasks) == 4, "what the libraries make for themselves is left out"
    [cancel] = [
        it
        for it in run.links
        if (it.kind, run.lanes[it.a], run.lanes[it.b]) == ("cancel", sauce, roast)
    ]
    assert cancel.t <= roast.t1


@best_of_three
def test_the_dinners_of_anyio_begin_later(taken: Taken) -> None:
    began = [min(it.t0 for it in taken[name].lanes if it.kind == "task") for name in DINNERS]
    assert max(began[:2]) < min(began[2:])


def test_the_four_differ_in_a_few_words() -> None:
    by_asyncio, by_trio, by_anyio, on_trio = (
        (LISTINGS / f"{name}.py").read_text(encoding="utf-8").splitlines() for name in DINNERS
    )
    assert len(set(by_trio) - set(by_asyncio)) <= 13
    assert len([it for it in on_trio if it not in by_anyio and not it.strip().startswith("#")]) == 2


@best_of_three
def test_asyncio_asks_once_and_trio_at_each_wait(taken: Taken) -> None:
    once, each_time = taken["asked_to_stop_once"], taken["asked_to_stop_each_time"]
    assert "bread: ready" in texts(once)
    assert "bread: ready" not in texts(each_time)
    assert at(once, "closes") - at(once, "only") >= 280_000
    assert at(each_time, "closes") - at(each_time, "only") < 50_000
    for loop in ("asyncio", "trio"):
        assert f"{loop}: the kitchen closes" in texts(taken["asked_to_stop_by_anyio"])
    assert "bread: ready" not in texts(taken["asked_to_stop_by_anyio"])


@best_of_three
def test_only_behind_a_shield_a_clean_up_may_wait(taken: Taken) -> None:
    run = taken["a_clean_up_behind_a_shield"]
    bread, pie = lane(run, "bake('bread', 0.1, False)"), lane(run, "bake('pie', 0.2, True)")
    assert bread.t1 - at(run, "bread: oven off") < 50_000
    assert pie.t1 - at(run, "pie: oven off") >= 190_000
    assert "bread: oven cold" not in texts(run)


def test_a_scope_says_whether_it_was_cancelled_and_can_be_closed_from_elsewhere() -> None:
    async def main() -> None:
        with trio.move_on_after(0.01) as scope:
            await trio.sleep(5)
        assert scope.cancelled_caught
        with pytest.raises(trio.TooSlowError), trio.fail_after(0.01):
            await trio.sleep(5)
        async with trio.open_nursery() as nursery:
            with trio.CancelScope() as scope:
                nursery.start_soon(closes, scope)
                await inner()
            assert scope.cancelled_caught

    async def closes(scope: trio.CancelScope) -> None:
        scope.cancel()

    async def inner() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep, 5)

    trio.run(main)


def test_others_get_a_turn_at_each_await_of_trio_alone(taken: Taken) -> None:
    looks = [
        int(texts(taken[name])[0].split()[-2])
        for name in ("an_await_goes_straight_on", "an_await_is_a_checkpoint")
    ]
    assert looks[0] == 0
    assert looks[1] in (99, 100)


def test_a_coroutine_of_ones_own_is_no_checkpoint() -> None:
    turns = []

    async def other() -> None:
        turns.append(1)

    async def nothing() -> None:
        pass

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(other)
            for _ in range(10):
                await nothing()
            assert not turns
            for _ in range(2):  # who of two is first, is not certain
                await trio.lowlevel.checkpoint()
            assert turns

    trio.run(main)


def test_a_channel_has_the_room_that_it_is_given() -> None:
    async def sent(room: float) -> bool:
        slips, _hatch = trio.open_memory_channel[int](room)
        with trio.move_on_after(0.02) as scope:
            await slips.send(1)
        return not scope.cancelled_caught

    assert trio.run(sent, math.inf)
    assert not trio.run(sent, 0)


def test_a_timeout_of_anyio_is_the_builtin_one() -> None:
    async def main() -> None:
        with pytest.raises(TimeoutError), anyio.fail_after(0.01):
            await anyio.sleep(5)
        assert not hasattr(anyio, "Cancelled")

    for backend in ("asyncio", "trio"):
        anyio.run(main, backend=backend)


def test_what_the_second_dinner_loads_is_loaded_before_its_clock(taken: Taken) -> None:
    by_trio, on_trio = taken["dinner_of_trio"], taken["dinner_of_anyio_on_trio"]
    assert min(it.t0 for it in by_trio.lanes if it.kind == "task") < 0.2 * by_trio.wall
    assert on_trio.wall > by_trio.wall


def test_the_soup_is_stirred_while_a_helper_kneads(taken: Taken) -> None:
    run = taken["kneaded_by_a_helper"]
    block = max(spans(run, "main()", "block"), key=lambda span: span.t1 - span.t0)
    by_cook, by_helper = (int(text.split()[-1]) for text in texts(run))
    assert by_cook == 0
    assert by_helper >= 2
    [late] = [span for span in spans(run, "stir()", "ready") if span.t1 - span.t0 > 100_000]
    assert block.t0 < late.t0 < block.t1 <= late.t1
    threads = [it.label or it.name for it in run.lanes if it.kind == "thread"]
    assert threads[1:] == ["Trio thread 0"]


def test_two_tasks_that_are_ready_together_begin_in_any_order(tmp_path: Path) -> None:
    program = """
        import trio

        first = set()

        async def cook(dish, begun):
            begun.append(dish)

        async def main():
            for _ in range(60):
                begun = []
                async with trio.open_nursery() as nursery:
                    nursery.start_soon(cook, "soup", begun)
                    nursery.start_soon(cook, "rice", begun)
                first.add(begun[0])

        trio.run(main)
        print(*sorted(first))
        """
    assert texts(real(write(tmp_path, program))) == ["rice soup"]


def test_anyio_works_within_asyncio_run(tmp_path: Path) -> None:
    program = """
        import asyncio
        import anyio

        async def main():
            with anyio.move_on_after(0.01) as scope:
                await asyncio.sleep(5)
            print(scope.cancelled_caught)

        asyncio.run(main())
        """
    assert texts(real(write(tmp_path, program))) == ["True"]
