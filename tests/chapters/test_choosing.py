"""What the chapter on choosing claims of its runs, beyond the lines they print."""

from itertools import pairwise
from typing import Any

import pytest
from playback.snippet import ROOT
from seen import Seen
from taken import Taken, at, best_of_three, spans

SNIPPETS = ROOT / "snippets" / "choosing"
GUESTS = ("Ben", "Cleo", "Dan")


def code(name: str) -> list[str]:
    """The lines of a listing that stand on its page, without blank ones."""
    lines = (SNIPPETS / f"{name}.py").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and "--8<--" not in line]


@best_of_three
def test_async_alone_is_no_faster(taken: Taken) -> None:
    in_turn, without = taken["download_in_turn"].wall, taken["download_one_by_one"].wall
    assert in_turn > 0.8 * without


def test_two_boards_take_one_cook_the_sum_and_two_cooks_work_at_once(taken: Taken) -> None:
    one = Seen(taken["two_chops_one_cook"])
    (first, second) = (one.one(f"chop('{what}')").times("run") for what in ("onions", "carrots"))
    assert first[-1][1] <= second[0][0]
    (here, there) = (
        cook.times("run") for cook in Seen(taken["two_chops_two_cooks"]).all("process")
    )
    assert max(here[0][0], there[0][0]) < min(here[-1][1], there[-1][1])


@best_of_three
def test_threads_are_about_as_fast_as_a_loop_for_three_pages(taken: Taken) -> None:
    threads, loop = taken["download_with_threads"].wall, taken["download_at_once"].wall
    assert max(threads, loop) < 0.6 * taken["download_one_by_one"].wall


def test_a_chain_of_waits_does_not_overlap_itself(taken: Taken) -> None:
    run = taken["a_chain_for_each_guest"]
    for row in ["main()", *(f"deliver('{guest}')" for guest in GUESTS)]:
        waits = spans(run, row, "wait")[:3]
        assert len(waits) == 3
        assert all(first.t1 <= second.t0 for first, second in pairwise(waits))


@best_of_three
def test_three_chains_take_about_as_long_as_one(taken: Taken) -> None:
    run = taken["a_chain_for_each_guest"]
    one = at(run, "one guest")
    three = at(run, "three guests") - one
    assert 0.7 * one < three < 1.5 * one
    firsts = [spans(run, f"deliver('{guest}')", "wait")[0] for guest in GUESTS]
    assert max(wait.t0 for wait in firsts) < min(wait.t1 for wait in firsts)


def test_a_loop_waits_with_one_thread_and_a_pool_with_one_for_each(taken: Taken) -> None:
    run = taken["two_hundred_silent_guests"]
    kinds = [lane.kind for lane in run.lanes]
    assert kinds.count("task") == 201
    assert kinds.count("thread") > 150, "a thread that is woken before it stands still has no row"


def test_the_door_is_answered_while_a_thread_reads(taken: Taken) -> None:
    run = taken["the_door_is_answered"]
    thread = [lane.name for lane in run.lanes].index("asyncio_0")
    [read] = [span for span in run.spans if span.lane == thread and span.kind == "block"]
    rings = [line.t for line in run.output if line.text.startswith("door")]
    assert len(rings) == 3
    assert all(read.t0 < ring < read.t1 for ring in rings)


def test_no_function_of_the_chain_stays_as_it_was() -> None:
    before, after = code("the_price_is_on_the_menu"), code("the_price_is_asked_for")
    heads = [line for line in before if line.startswith("def ")]
    assert len(heads) == 4
    for head in heads:
        assert head not in after
        assert f"async {head}" in after
    assert {line for line in before[1:] if line in after} == {
        'PRICES = {"soup": 4, "fish": 13}',
        "    return PRICES[dish]",
        'if __name__ == "__main__":',
    }


def test_the_prices_are_asked_for_one_after_the_other(taken: Taken) -> None:
    run = taken["the_price_is_asked_for"]
    first, second = spans(run, "main()", "wait")
    assert first.t1 <= second.t0
    assert [lane.kind for lane in run.lanes].count("task") == 1


def test_at_the_top_the_prices_are_asked_for_at_once(taken: Taken) -> None:
    run = taken["the_wait_stays_at_the_top"]
    soup, fish = (spans(run, f"ask_the_market('{dish}')", "wait")[0] for dish in ("soup", "fish"))
    assert max(soup.t0, fish.t0) < min(soup.t1, fish.t1)
    source = code("the_wait_stays_at_the_top")
    assert [line for line in source if line.startswith(("def total", "def bill"))] == [
        "def total(prices: list[int]) -> int:",
        "def bill(guest: str, prices: list[int]) -> str:",
    ]


def test_an_await_makes_the_generator_asynchronous() -> None:
    async def price() -> int:
        return 1

    async def total() -> int:
        prices: Any = (await price() for _ in range(2))
        return int(sum(prices))

    with pytest.raises(TypeError, match="'async_generator' object is not iterable"):
        total().send(None)


def frames(run_text: list[str]) -> list[str]:
    """The functions that a traceback names."""
    return [line.rsplit(" in ", 1)[1] for line in run_text if line.startswith("  File ")]


def test_who_asked_for_the_roast_is_in_one_traceback_only(taken: Taken) -> None:
    named = {
        name: frames([line.text for line in taken[name].output])
        for name in ("burnt_by_a_call", "burnt_in_a_task", "burnt_with_a_note")
    }
    assert named["burnt_by_a_call"][-3:] == ["main", "order", "roast"]
    assert named["burnt_in_a_task"][-2:] == ["main", "roast"]
    assert "order" not in named["burnt_in_a_task"]
    assert named["burnt_with_a_note"][-3:] == ["main", "order", "roast"]


def test_only_the_call_and_the_note_tell_the_guest(taken: Taken) -> None:
    def told(name: str) -> bool:
        lines = [line.text for line in taken[name].output]
        traceback = lines[lines.index("Traceback (most recent call last):") :]
        return any(line.strip() == 'order("Ben", 2)' or "for Ben" in line for line in traceback)

    assert told("burnt_by_a_call")
    assert not told("burnt_in_a_task")
    assert told("burnt_with_a_note")
    assert taken["burnt_with_a_note"].output[-1].text == "it was for Ben"
