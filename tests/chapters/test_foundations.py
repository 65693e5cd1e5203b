"""What the home page and the three chefs claim of their runs, beyond the lines they print."""

import pytest
from taken import Taken, at, best_of_three, spans


@best_of_three
def test_working_takes_work_and_waiting_does_not(taken: Taken) -> None:
    lines = [line.text.split() for line in taken["working_and_waiting"].output]
    (chop, chop_work), (simmer, simmer_work) = [(float(row[1]), float(row[-2])) for row in lines]
    assert chop_work > 0.5 * chop
    assert simmer_work < 0.2 * simmer


@best_of_three
def test_waits_overlap_for_one_cook(taken: Taken) -> None:
    run = taken["two_waits_one_cook"]
    assert run.wall < 0.9 * (at(run, "soup: done") + at(run, "sauce: done"))


@best_of_three
def test_work_does_not_overlap_for_one_cook(taken: Taken) -> None:
    run = taken["two_chops_one_cook"]
    assert at(run, "carrots: first cut") >= at(run, "onions: done")
    assert run.wall > 1.5 * at(run, "onions: done")


@best_of_three
def test_the_multitasking_chef_serves_more_and_sooner(taken: Taken) -> None:
    assert taken["timers_on_every_pot"].wall < 0.85 * taken["one_pot_at_a_time"].wall


def test_a_timer_is_heard_only_when_the_hands_are_free(taken: Taken) -> None:
    run = taken["a_salad_that_takes_long"]
    drained, chopped = at(run, "pasta: drained"), at(run, "salad: chopped")
    assert drained >= chopped
    assert chopped > 100_000, "the salad has to outlast the timer, which rings at 0.1 s"


@best_of_three
def test_overlapping_downloads_take_the_longest_wait_and_others_the_sum(
    taken: Taken,
) -> None:
    sums = [taken["download_one_by_one"].wall, taken["download_in_turn"].wall]
    longest = [taken["download_at_once"].wall, taken["download_with_threads"].wall]
    assert min(sums) > 1.5 * max(longest)


@best_of_three
def test_the_chopped_carrots_and_the_drained_pasta_are_ready_long_before(
    taken: Taken,
) -> None:
    [carrots] = spans(taken["two_chops_one_cook"], "chop('carrots')", "ready")
    assert carrots.t1 - carrots.t0 > 0.8 * at(taken["two_chops_one_cook"], "onions: done")
    pasta = spans(taken["a_salad_that_takes_long"], "boil_pasta()", "ready")
    assert max(span.t1 - span.t0 for span in pasta) > 100_000


def test_two_cooks_chop_at_the_same_time(taken: Taken) -> None:
    run = taken["two_chops_two_cooks"]
    first, second = (
        [span for span in run.spans if span.lane == place and span.kind == "run"]
        for place, lane in enumerate(run.lanes)
        if lane.kind == "process"
    )
    assert first[0].t0 < second[-1].t1
    assert second[0].t0 < first[-1].t1


@pytest.mark.parametrize("name", ["dinner_in_turn", "dinner_at_once"])
@best_of_three
def test_the_cook_is_idle_nearly_all_the_time(taken: Taken, name: str) -> None:
    run = taken[name]
    idle = sum(span.t1 - span.t0 for span in run.spans if span.kind == "idle")
    assert idle > 0.9 * run.wall


def test_dinner_in_turn_has_one_row_that_waits(taken: Taken) -> None:
    kinds = [lane.kind for lane in taken["dinner_in_turn"].lanes]
    assert kinds.count("task") == 1
    assert [lane.kind for lane in taken["dinner_at_once"].lanes].count("task") == 4


def test_who_waits_for_a_server_stands_still_or_not(taken: Taken) -> None:
    for name, kind in (("download_with_threads", "block"), ("download_at_once", "wait")):
        long = [span for span in taken[name].spans if span.t1 - span.t0 > 150_000]
        assert len([span for span in long if span.kind == kind]) >= 3


@best_of_three
def test_one_dinner_takes_twice_as_long(taken: Taken) -> None:
    assert taken["dinner_in_turn"].wall > 1.6 * taken["dinner_at_once"].wall
