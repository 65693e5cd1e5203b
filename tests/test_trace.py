"""A run as Chrome Trace Event JSON keeps the format's rules, so that Perfetto opens it whole.

The rules are those that Perfetto's own importer counts as errors where they are broken:
slices that overlap without nesting, arrows that begin or end in no slice, events it cannot read.
"""

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

from playback.run import Call, Lane, Link, Made, Mark, Output, Run, Span
from playback.trace import as_trace

SOURCE = """\
import asyncio

async def order(dish):
    await asyncio.sleep(0.1)
    print(dish)

async def main():
    await asyncio.create_task(order("soup"), name="soup")

asyncio.run(main())
"""


def lane(kind: Any, name: str, t0: int, t1: int, **rest: Any) -> Lane:
    about = {"fn": "", "label": "", "parent": None, "host": None, "line": None, "state": "ok"}
    return Lane(kind, name, t0=t0, t1=t1, **about | rest)


ORDER = [("order", 4)]
RUN = Run(
    file="dinner.py",
    source=SOURCE,
    exit=0,
    wall=1_000,
    startup=50,
    clock="real",
    made=Made("3.13.0", "CPython", "Linux", {}, "2026-11-23T10:00:00+00:00", 1),
    output=[
        Output(700, "stdout", "soup", lane=3, line=5),
        Output(900, "stderr", "burnt"),
        Output(900, "stderr", ""),
    ],
    lanes=[
        lane("thread", "MainThread", 0, 1_000),
        lane("loop", "", 10, 950, host=0, parent=0),
        lane("task", "Task-1", 20, 900, host=1, parent=0, fn="main", label="main()"),
        lane("task", "soup", 100, 800, host=1, parent=2, fn="order", label="order('soup')"),
        lane("process", "chopper", 200, 600, parent=0),
        lane("thread", "helper", 300, 500, host=4, parent=4),
        lane("task", "never begun", 400, 400, host=1, parent=2, state="lost"),
    ],
    spans=[
        Span(1, "run", 10, 200, []),
        Span(1, "idle", 200, 600, []),
        Span(1, "run", 600, 950, [], steps=3),
        Span(2, "run", 20, 110, [("main", 8)]),
        Span(2, "wait", 110, 850, [("main", 8)], "Task"),
        Span(2, "run", 850, 900, [("main", 8)]),
        Span(3, "run", 120, 200, ORDER),
        Span(3, "wait", 200, 600, [*ORDER, ("main", 8)], "sleep"),
        Span(3, "ready", 600, 650, ORDER),
        Span(3, "run", 650, 650, ORDER),
        Span(3, "run", 650, 800, [("order", 5)]),
        Span(4, "block", 200, 600, [("cook", 99)]),
    ],
    calls=[Call(4, 250, 550, "cook(1)", 0), Call(4, 250, 400, "chop(1)", 1)],
    marks=[Mark(3, 800, "ok", ""), Mark(6, 400, "lost", "Task was destroyed")],
    links=[
        Link("spawn", 0, 2, 20),
        Link("spawn", 2, 3, 100),
        Link("wake", 1, 3, 600),
        Link("wake", 3, 2, 800),
        Link("spawn", 2, 6, 400),
        Link("cancel", 2, 6, 400),
        Link("spawn", 0, 4, 200),
    ],
)


def events(run: Run, *kinds: str) -> list[dict[str, Any]]:
    """The events of a run's trace, in their order; only those of these kinds, if any are named."""
    found: list[dict[str, Any]] = json.loads(as_trace(run))["traceEvents"]
    return [event for event in found if not kinds or event["ph"] in kinds]


def slices(run: Run) -> dict[int, list[dict[str, Any]]]:
    """The slices of each track."""
    tracks = defaultdict(list)
    for event in events(run, "X"):
        tracks[event["tid"]].append(event)
    return tracks


def on_track(run: Run, number: int) -> list[tuple[int, int, str, str]]:
    """A track's slices as (start, end, kind, name)."""
    return [
        (each["ts"], each["ts"] + each["dur"], each["cat"], each["name"])
        for each in slices(run)[number]
    ]


def assert_well_formed(run: Run) -> None:
    for event in events(run):
        assert event["ph"] in {"M", "X", "i", "s", "f"}
        assert event["pid"] > 0
        assert event["tid"] > 0
        assert event["ph"] == "M" or type(event["ts"]) is int
    for track in slices(run).values():
        open_until: list[int] = []
        for each in sorted(track, key=lambda each: each["ts"]):  # stable, as viewers sort
            assert each["dur"] > 0
            while open_until and open_until[-1] <= each["ts"]:
                open_until.pop()
            end = each["ts"] + each["dur"]
            assert not open_until or end <= open_until[-1], f"{each} does not nest"
            open_until.append(end)
    arrows = defaultdict(list)
    for event in events(run, "s", "f"):
        arrows[event["cat"], event["name"], event["id"]].append(event)
        track = slices(run)[event["tid"]]
        assert any(each["ts"] <= event["ts"] < each["ts"] + each["dur"] for each in track)
    assert len(arrows) == len(run.links)
    for begin, end in arrows.values():
        assert (begin["ph"], end["ph"], end["bp"]) == ("s", "f", "e")
        assert begin["ts"] <= end["ts"]


def test_a_trace_keeps_the_rules_of_the_format() -> None:
    assert_well_formed(RUN)


def test_a_run_without_lanes_has_a_trace_of_its_output() -> None:
    run = replace(RUN, lanes=[], spans=[], calls=[], marks=[], links=[])
    run = replace(run, output=[Output(1, "stdout", "soup")])
    assert_well_formed(run)
    assert [event["name"] for event in events(run, "i")] == ["soup"]


def test_each_process_has_its_tracks_by_name_and_in_order() -> None:
    told = defaultdict(list)
    for event in events(RUN, "M"):
        told[event["name"]].append((event["pid"], event["tid"], *event["args"].values()))
    assert told["process_name"] == [(1, 8, "dinner.py"), (5, 5, "chopper")]
    assert told["thread_name"] == [
        (1, 1, "main thread"),
        (1, 2, "event loop"),
        (1, 3, "main()"),
        (1, 4, "soup"),
        (5, 5, "main thread"),
        (5, 6, "helper"),
        (1, 7, "never begun"),
        (1, 8, "printed"),
    ]
    assert [(tid, index) for _, tid, index in told["thread_sort_index"]] == [
        (number, number) for number in range(1, 9)
    ]


def test_a_slice_is_named_by_its_line_and_by_what_it_does_there() -> None:
    assert on_track(RUN, 4) == [
        (100, 800, "task", "order('soup')"),
        (120, 200, "run", "await asyncio.sleep(0.1)"),
        (200, 600, "wait", "wait: await asyncio.sleep(0.1)"),
        (600, 650, "ready", "ready: await asyncio.sleep(0.1)"),
        (650, 800, "run", "print(dish)"),
    ]
    assert [name for *_, name in on_track(RUN, 2)] == ["event loop", "run", "idle", "run"]


def test_a_slice_tells_the_stack_and_what_it_waits_for() -> None:
    assert [each.get("args") for each in slices(RUN)[4]][:3] == [
        {"state": "ok"},
        {"stack": ["order:4"]},
        {"stack": ["order:4", "main:8"], "on": "sleep"},
    ]
    assert [each.get("args") for each in slices(RUN)[2]][1:] == [None, None, {"steps": 3}]


def test_a_span_is_cut_where_a_call_begins_or_ends() -> None:
    assert on_track(RUN, 5) == [
        (200, 600, "process", "chopper"),
        (250, 550, "call", "cook(1)"),
        (250, 400, "call", "chop(1)"),
        (200, 250, "block", "block"),
        (250, 400, "block", "block"),
        (400, 550, "block", "block"),
        (550, 600, "block", "block"),
    ]


def test_a_task_that_never_began_can_still_be_pointed_at() -> None:
    assert on_track(RUN, 7) == [(400, 401, "task", "never begun")]


def test_an_arrow_leads_from_the_cause_to_the_first_slice_of_its_effect() -> None:
    begins, ends = events(RUN, "s"), events(RUN, "f")
    assert [
        (begin["name"], (begin["tid"], begin["ts"]), (end["tid"], end["ts"]))
        for begin, end in zip(begins, ends, strict=True)
    ] == [
        ("spawn", (1, 20), (3, 20)),
        ("spawn", (3, 100), (4, 120)),
        ("wake", (2, 600), (4, 600)),
        ("wake", (4, 799), (3, 850)),
        ("spawn", (3, 400), (7, 400)),
        ("cancel", (3, 400), (7, 400)),
        ("spawn", (1, 200), (5, 200)),
    ]


def test_marks_and_printed_lines_are_instants() -> None:
    assert [(event["tid"], event["ts"], event["name"]) for event in events(RUN, "i")] == [
        (4, 800, "ok"),
        (7, 400, "lost: Task was destroyed"),
        (8, 700, "soup"),
        (8, 900, "burnt\n"),
    ]
    assert [(event["cat"], event.get("args")) for event in events(RUN, "i")][2:] == [
        ("stdout", {"by": "soup"}),
        ("stderr", None),
    ]


def test_a_thousand_tasks_are_written_at_once() -> None:
    many = 1_000
    run = replace(
        RUN,
        lanes=[RUN.lanes[0], *(lane("task", f"Task-{n}", n, n + 50) for n in range(many))],
        spans=[Span(n + 1, "run", n, n + 50, ORDER) for n in range(many)],
        calls=[],
        marks=[],
        output=[],
        links=[Link("spawn", 0, n + 1, n) for n in range(many)],
    )
    trace = as_trace(run)
    assert len(trace) < 700 * many
    assert len(events(run, "X")) == 2 * many + 1
