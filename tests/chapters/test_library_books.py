"""What the chapter on library books claims of its runs, beyond the lines they print."""

from itertools import pairwise

import pytest
from playback.run import Run, Span
from taken import Taken, at, best_of_three, spans


def idle(run: Run) -> int:
    """How long the loop had nothing to do."""
    return sum(span.t1 - span.t0 for span in run.spans if span.kind == "idle")


def readings(run: Run, *labels: str) -> list[Span]:
    """When somebody read in one of those books, in order of time."""
    long = [
        span
        for label in labels
        for span in spans(run, label, "run")
        if span.t1 - span.t0 > 0.03 * run.wall
    ]
    return sorted(long, key=lambda span: span.t0)


@best_of_three
def test_switching_between_work_saves_nothing(taken: Taken) -> None:
    plain, switching = taken["one_book_to_its_end"], taken["switching_out_of_boredom"]
    assert switching.wall > 0.7 * plain.wall
    assert not [span for span in plain.spans if span.kind == "block"]
    assert idle(switching) < 0.1 * switching.wall


@best_of_three
def test_switching_makes_the_first_book_late(taken: Taken) -> None:
    plain, switching = taken["one_book_to_its_end"], taken["switching_out_of_boredom"]
    assert at(plain, "Emma: read") < 0.5 * plain.wall
    assert at(switching, "Emma: read") > 0.5 * switching.wall


def test_a_bored_book_is_never_waiting_only_ready(taken: Taken) -> None:
    run = taken["switching_out_of_boredom"]
    for book in ("Emma", "Dracula", "Ulysses"):
        assert not spans(run, f"read('{book}')", "wait")
        assert spans(run, f"read('{book}')", "ready")


@best_of_three
def test_asking_for_all_at_once_leaves_the_longest_way(taken: Taken) -> None:
    in_turn, at_once = taken["asked_for_one_by_one"], taken["asked_for_at_once"]
    blocked = sum(span.t1 - span.t0 for span in in_turn.spans if span.kind == "block")
    assert at_once.wall < 0.75 * in_turn.wall
    assert idle(at_once) < 0.6 * blocked
    assert idle(at_once) < at(at_once, "Ulysses: on the desk"), "a part of it is spent reading"


@best_of_three
def test_two_books_are_read_while_the_third_is_on_its_way(taken: Taken) -> None:
    run = taken["asked_for_at_once"]
    [way] = spans(run, "read('Ulysses', 0.4)", "wait")
    for label in ("read('Emma', 0.1)", "read('Dracula', 0.25)"):
        reading = readings(run, label)
        assert way.t0 < reading[0].t0
        assert reading[-1].t0 < way.t1
    last = readings(run, "read('Ulysses', 0.4)")
    assert last[-1].t1 > 0.95 * run.wall


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("switching_out_of_boredom", ["read('Emma')", "read('Dracula')", "read('Ulysses')"]),
        (
            "asked_for_at_once",
            ["read('Emma', 0.1)", "read('Dracula', 0.25)", "read('Ulysses', 0.4)"],
        ),
    ],
)
def test_no_two_books_are_read_at_one_instant(taken: Taken, name: str, labels: list[str]) -> None:
    read = readings(taken[name], *labels)
    assert len(read) >= len(labels)
    assert all(earlier.t1 <= later.t0 for earlier, later in pairwise(read))
