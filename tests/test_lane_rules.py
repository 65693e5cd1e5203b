"""What holds for the recorded run of every program in `lanes/`, on both clocks."""

import ast
from collections import defaultdict
from itertools import pairwise

import pytest
from playback.run import Call, Run, Span
from playback.words import names
from runs import Runs
from seen import PROGRAMS, path_of

MOMENT = 1_000  # µs; what is shorter may be left out
HOSTS: dict[str, set[str | None]] = {
    "process": {None},
    "thread": {None, "process"},
    "loop": {"thread", "process"},
    "task": {"loop"},
    "gen": {"thread", "process", "task", "loop", "gen", "coro"},
    "coro": {"thread", "process", "loop", "gen", "coro"},
}


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> str:
    """Each program in turn."""
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture(params=["exact", "real"])
def run(request: pytest.FixtureRequest, program: str, runs: Runs) -> Run:
    """Each program's run, on each clock; it may need real time on both."""
    if request.param == "real" or program == "requests_then_aiohttp":
        return runs.real(path_of(program))
    return runs.exact(path_of(program))


def test_rules(run: Run) -> None:
    check_lanes(run)
    check_spans(run)
    check_stacks(run)
    check_tasks(run)
    check_turns(run)
    check_calls(run)
    check_events(run)
    assert Run.from_json(run.to_json()) == run


def check_lanes(run: Run) -> None:
    """A lane comes after what it runs on, lives within the run, and has a name of its own."""
    assert run.lanes[0].name == "MainThread"
    assert len(set(names(run)) - {""}) == len(run.lanes)
    for place, lane in enumerate(run.lanes):
        assert lane.parent is None or 0 <= lane.parent < len(run.lanes), lane
        assert lane.parent != place
        assert lane.host is None or 0 <= lane.host < place, lane
        assert (None if lane.host is None else run.lanes[lane.host].kind) in HOSTS[lane.kind], lane
        assert 0 <= lane.t0 <= lane.t1 <= run.wall, lane
        assert lane.line is None or 1 <= lane.line <= run.source.count("\n"), lane
        assert lane.kind not in ("task", "gen", "coro") or lane.parent is not None, lane


def check_spans(run: Run) -> None:
    """The spans of a lane are in its life, one after another."""
    for lane, spans in zip(run.lanes, by_lane(run), strict=True):
        for span in spans:
            assert lane.t0 <= span.t0 < span.t1 <= lane.t1, (lane, span)
            assert span.steps == 1 or run.truncated
        for one, other in pairwise(spans):
            assert one.t1 <= other.t0, (lane, one, other)
        kinds = {span.kind for span in spans}
        if lane.kind == "loop":
            assert kinds <= {"run", "idle", "block"}, (lane, kinds)
        elif lane.kind in ("thread", "process"):
            assert kinds <= {"run", "block"}, (lane, kinds)
        else:
            assert kinds <= {"run", "block", "wait", "ready"}, (lane, kinds)


def check_stacks(run: Run) -> None:
    """Each line that a span is at stands in the function that is named with it."""
    bodies = functions(run.source)
    last = run.source.count("\n")
    for span in run.spans:
        for function, line in span.at:
            assert 1 <= line <= last, span
            name = function.rpartition(".")[2]
            if not name.startswith("<"):
                assert any(first <= line <= end for first, end in bodies[name]), span


def check_tasks(run: Run) -> None:
    """A task does something at every moment from its first step to its end."""
    for lane, spans in zip(run.lanes, by_lane(run), strict=True):
        if lane.kind != "task":
            continue
        for one, other in pairwise(spans):
            assert other.t0 - one.t1 < MOMENT, (lane, one, other)
        covered = spans[-1].t1 if spans else lane.t0
        assert lane.t1 - covered < MOMENT, (lane, spans[-1:])
        begun = spans[0].t0 if spans else lane.t1
        assert begun - lane.t0 < 2 * MOMENT, (lane, spans[:1])


def check_turns(run: Run) -> None:
    """One at a time has a thread: its loop, that loop's tasks, generators, or it itself."""
    spans = by_lane(run)
    for place, lane in enumerate(run.lanes):
        if lane.kind not in ("thread", "process"):
            continue
        loops = [
            it for it, other in enumerate(run.lanes) if (other.kind, other.host) == ("loop", place)
        ]
        guests = [it for it, other in enumerate(run.lanes) if other.host in (place, *loops)]
        busy = [
            span
            for it in (place, *(guest for guest in guests if guest not in loops))
            for span in spans[it]
            if span.kind in ("run", "block")
        ]
        first = [span for span in busy if span.t0 == run.lanes[span.lane].t0]
        busy = [span for span in busy if not makes_eagerly(run, span, first)]
        disjoint(busy)
        for loop in loops:
            disjoint([it for it in busy if it.lane != place] + of_kind(spans[loop], "idle"))
            disjoint(of_kind(spans[place], "run", "block") + spans[loop])
            for span in busy:
                if run.lanes[span.lane].host == loop:
                    within(span, of_kind(spans[loop], "run", "block"))


def check_calls(run: Run) -> None:
    """Each call is in its lane's life and in the call that it is deeper than."""
    for lane, calls in groups(run).items():
        for call in calls:
            assert run.lanes[lane].t0 <= call.t0 < call.t1 <= run.lanes[lane].t1, call
            if call.depth:
                assert any(
                    outer.depth == call.depth - 1 and outer.t0 <= call.t0 and call.t1 <= outer.t1
                    for outer in calls
                ), call


def check_events(run: Run) -> None:
    """Marks, links and lines are of lanes that were there."""
    ends = defaultdict(list)
    for mark in run.marks:
        assert run.lanes[mark.lane].t0 <= mark.t <= run.wall, mark
        if mark.kind in ("ok", "error", "cancelled", "lost"):
            ends[mark.lane].append(mark.kind)
    for place, lane in enumerate(run.lanes):
        if lane.kind == "task":
            assert ends[place] == ([] if lane.state == "pending" else [lane.state]), lane
        else:
            assert set(ends[place]) <= {lane.state}, lane
    for link in run.links:
        made, other = run.lanes[link.a], run.lanes[link.b]
        assert 0 <= link.t <= run.wall, link
        assert link.a != link.b, link
        assert link.kind != "spawn" or (link.t, link.a) == (other.t0, other.parent), link
        assert link.kind == "spawn" or other.t0 <= link.t <= other.t1, (link, other)
        assert made.t0 <= link.t, (link, made)
    for output in run.output:
        assert output.lane is None or 0 <= output.lane < len(run.lanes), output
        assert output.line is None or 1 <= output.line <= run.source.count("\n"), output


def by_lane(run: Run) -> list[list[Span]]:
    """The spans of each lane, in order."""
    spans: list[list[Span]] = [[] for _ in run.lanes]
    for span in sorted(run.spans, key=lambda span: (span.t0, span.t1)):
        spans[span.lane].append(span)
    return spans


def of_kind(spans: list[Span], *kinds: str) -> list[Span]:
    """Those of these kinds."""
    return [span for span in spans if span.kind in kinds]


def disjoint(spans: list[Span]) -> None:
    """Assert that no two of them overlap."""
    for one, other in pairwise(sorted(spans, key=lambda span: (span.t0, span.t1))):
        assert one.t1 <= other.t0, (one, other)


def makes_eagerly(run: Run, span: Span, first: list[Span]) -> bool:
    """Whether a task's `first` step is within `span`, a step of its maker: it is an eager one."""
    return any(
        span.t0 <= other.t0 and other.t1 <= span.t1 and run.lanes[other.lane].parent == span.lane
        for other in first
        if run.lanes[other.lane].kind == run.lanes[span.lane].kind == "task"
    )


def within(span: Span, others: list[Span]) -> None:
    """Assert that one of the others has it in it, or several that follow each other."""
    missing = (
        span.t1
        - span.t0
        - sum(max(0, min(span.t1, other.t1) - max(span.t0, other.t0)) for other in others)
    )
    assert missing == 0, (span, missing)


def groups(run: Run) -> dict[int, list[Call]]:
    """The calls of each lane."""
    calls: dict[int, list[Call]] = defaultdict(list)
    for call in run.calls:
        calls[call.lane].append(call)
    return calls


def functions(source: str) -> dict[str, list[tuple[int, int]]]:
    """From which line to which each function goes, by its name; there may be several."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            places[node.name].append((node.lineno, node.end_lineno or node.lineno))
    return places
