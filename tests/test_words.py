"""What lanes, moments and lines are called."""

import pytest
from playback.run import Lane, Made, Run, Span
from playback.words import code, kind, line, names, seconds

SOURCE = """\
def chop():
    for _ in range(3):

        pass
    while True: pass
"""


def lane(kind: str, name: str, label: str = "", fn: str = "") -> Lane:
    return Lane(kind, name, fn, label, None, None, None, 0, 1, "ok")  # type: ignore[arg-type]  # any kind


def run(*lanes: Lane) -> Run:
    made = Made("3.13.0", "CPython", "Linux", {}, "2026-11-23T10:00:00+00:00", 1)
    return Run("chop.py", SOURCE, 0, 1, 1, "real", made, [], list(lanes))


def test_each_lane_has_a_name_of_its_own() -> None:
    lanes = [
        lane("thread", "MainThread"),
        lane("loop", ""),
        lane("task", "Task-1", "order('soup', 0.1)", "order"),
        lane("task", "Task-2", "fetch()", "fetch"),
        lane("task", "Task-3", "fetch()", "fetch"),
        lane("task", "waiter", "serve(3)", "serve"),
        lane("task", "Task-4", "", "sleep"),
        lane("gen", "", "countdown('tea')", "countdown"),
        lane("coro", "", "cook('soup')", "cook"),
        lane("process", ""),
        lane("process", ""),
    ]
    assert names(run(*lanes)) == [
        "main thread",
        "event loop",
        "order('soup', 0.1)",
        "fetch() Task-2",
        "fetch() Task-3",
        "waiter",
        "sleep()",
        "countdown('tea')",
        "cook('soup')",
        "child process 1",
        "child process 2",
    ]


@pytest.mark.parametrize(
    ("it", "said"),
    [
        (lane("thread", "MainThread"), ""),
        (lane("loop", ""), ""),
        (lane("task", "Task-1", "order('soup')"), "task"),
        (lane("task", "waiter", "order('soup')"), "task order('soup')"),
        (lane("thread", "cook"), "thread"),
        (lane("gen", "", "countdown(3)"), "generator"),
        (lane("coro", "", "cook('soup')"), "coroutine"),
    ],
)
def test_beside_its_name_stands_what_kind_of_lane_it_is(it: Lane, said: str) -> None:
    assert kind(it) == said


@pytest.mark.parametrize(("at", "told"), [(2, 2), (4, 2), (5, 5)])
def test_a_line_that_says_nothing_is_told_as_the_one_that_opens_its_block(
    at: int, told: int
) -> None:
    assert line(run(), Span(0, "run", 0, 1, [("chop", at)])) == told


def test_a_wait_in_an_await_method_is_told_where_that_is_awaited() -> None:
    at = [("Timer.__await__", 5), ("chop", 2)]
    assert line(run(), Span(0, "wait", 0, 1, at)) == 2
    assert line(run(), Span(0, "ready", 0, 1, at)) == 2
    assert line(run(), Span(0, "block", 0, 1, at)) == 5
    assert line(run(), Span(0, "wait", 0, 1, at[:1])) == 5


def test_without_a_line_there_is_nothing_to_tell() -> None:
    assert line(run(), Span(0, "run", 0, 1, [])) is None
    assert code(run(), None) == code(run(), 99) == ""


def test_times_are_told_as_the_transcript_has_them() -> None:
    assert seconds(1_234_567) == "1.23\N{NO-BREAK SPACE}s"
