"""What a timeline draws of a lane: its spans, so far as an eye can tell them apart."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from playback.run import Run, Span

_LONG = 0.03  # of the run: what takes longer is worth a bar of its own
_FEW = 4  # ticks beside each other that an eye can count
_STUCK = 10_000  # microseconds: a shorter step has kept nobody from anything

Look = Literal["run", "wait", "ready", "block", "idle", "tick", "many"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing to draw from `t0` to `t1`.

    `run`, `wait`, `ready`, `block` and `idle` mean what they mean in a Span; a `tick` is a run too
    short to have a width, and `many` stands for `steps` that are too short to tell apart. `span`
    is the longest that it draws. `held` says that it kept others on its loop from running.
    """

    kind: Look
    t0: int
    t1: int
    span: Span
    held: bool = False
    steps: int = 1


def bars(run: Run, grain: int) -> list[list[Bar]]:
    """The bars of each lane, by its place; what is shorter than `grain` is drawn together.

    Where a task runs or blocks for long, its loop shows that step, with the task's own span.
    """
    lanes = _spans(run)
    long = _long_steps(run, lanes)
    told: dict[int, list[Bar]] = defaultdict(list)
    for steps in long.values():
        for step in steps:
            told[step.span.lane].append(step)
    return [
        _with_steps(
            list(_gathered(spans, grain)),
            [step for step in long[number] if step.held or step.kind == "block"]
            if lane.kind == "loop"
            else told[number],
            grain,
        )
        for number, (lane, spans) in enumerate(zip(run.lanes, lanes, strict=True))
    ]


def _spans(run: Run) -> list[list[Span]]:
    """The spans of each lane in order; runs beside each other are one, if either is short."""
    lanes: list[list[Span]] = [[] for _ in run.lanes]
    for span in sorted(run.spans, key=lambda span: span.t0):
        lanes[span.lane].append(span)
    return [list(_joined(spans, int(_LONG * run.wall))) for spans in lanes]


def _joined(spans: list[Span], short: int) -> Iterator[Span]:
    """Spans, each run joined to the one before if either is `short`; the longest gives the line."""
    current, longest = None, 0
    for span in spans:
        length = span.t1 - span.t0
        if (
            current
            and current.kind == span.kind == "run"
            and current.steps == span.steps == 1
            and span.t0 - current.t1 <= short // 30
            and min(length, current.t1 - current.t0) < short
        ):
            at = span.at if length > longest else current.at
            longest = max(longest, length)
            current = replace(current, t1=span.t1, at=at)
            continue
        if current:
            yield current
        current, longest = span, length
    if current:
        yield current


def _long_steps(run: Run, lanes: list[list[Span]]) -> dict[int, list[Bar]]:
    """For each loop, by its lane: what its tasks did in it that took long, in order."""
    steps: dict[int, list[Bar]] = defaultdict(list)
    tasks: dict[int, list[int]] = defaultdict(list)
    for number, lane in enumerate(run.lanes):
        if lane.kind == "task" and lane.host is not None:
            tasks[lane.host].append(number)
    for loop, numbers in tasks.items():
        for number in numbers:
            for span in lanes[number]:
                kind = span.kind
                long = span.t1 - span.t0 > _LONG * run.wall and span.steps == 1
                if long and (kind == "run" or kind == "block"):
                    held = _keeps_others(run, lanes, span, numbers)
                    steps[loop].append(Bar(kind, span.t0, span.t1, span, held))
        steps[loop].sort(key=lambda step: step.t0)
    return steps


def _keeps_others(run: Run, lanes: list[list[Span]], step: Span, tasks: list[int]) -> bool:
    """Whether a task's `step` kept others of the loop's `tasks` from running.

    Those are the tasks that were ready meanwhile, and all that were alive, but for the task's
    ancestors: as a rule they wait for it.
    """
    if step.t1 - step.t0 <= _STUCK:
        return False
    ancestors = {step.lane}
    parent = run.lanes[step.lane].parent
    while parent is not None and parent not in ancestors:
        ancestors.add(parent)
        parent = run.lanes[parent].parent
    for number in tasks:
        lane = run.lanes[number]
        if number == step.lane or lane.t0 >= step.t1 or lane.t1 <= step.t0:
            continue
        if number not in ancestors or any(
            span.kind == "ready" and span.t0 < step.t1 - _STUCK and span.t1 > step.t0
            for span in lanes[number]
        ):
            return True
    return False


def _gathered(spans: list[Span], grain: int) -> Iterator[Bar]:
    """One bar for each span of some length, and one for each stretch of shorter ones."""
    crowd: list[Span] = []
    for span in spans:
        if span.t1 - span.t0 < grain:
            if crowd and span.t0 - crowd[-1].t1 >= grain:
                yield from _crowd(crowd, grain)
                crowd = []
            crowd.append(span)
            continue
        yield from _crowd(crowd, grain)
        crowd = []
        kind = span.kind if span.steps == 1 else "many"
        yield Bar(kind, span.t0, span.t1, span, steps=span.steps)
    yield from _crowd(crowd, grain)


def _crowd(spans: list[Span], grain: int) -> Iterator[Bar]:
    """What shows of a stretch of short spans: ticks if few of them ran, and stripes if many did."""
    ran = [span for span in spans if span.kind in ("run", "block")]
    if not ran:
        return
    steps = sum(span.steps for span in ran)
    t0, t1 = spans[0].t0, spans[-1].t1
    if steps > _FEW and t1 - t0 >= 2 * grain:
        yield Bar("many", t0, t1, max(ran, key=lambda span: span.t1 - span.t0), steps=steps)
        return
    last = None
    for span in ran:
        if last is None or span.t0 - last >= grain:
            last = span.t0
            yield Bar("tick", span.t0, span.t1, span)


def _with_steps(found: list[Bar], steps: list[Bar], grain: int) -> list[Bar]:
    """The bars of a lane, with the long `steps` of tasks in the place of its own.

    A tick that touches a bar is part of it to the eye, and stripes beside each other are one.
    """
    drawn = list(steps)
    for bar in found:
        pieces = [bar]
        if bar.kind in ("run", "block", "many"):
            for step in steps:
                pieces = [rest for piece in pieces for rest in _beside(piece, step)]
            pieces = [piece for piece in pieces if piece.t1 - piece.t0 >= grain]
        drawn += pieces
    result: list[Bar] = []
    for bar in sorted(drawn, key=lambda bar: bar.t0):
        last = result[-1] if result else None
        touches = last is not None and bar.t0 - last.t1 < grain / 2
        if last and touches and last.kind == bar.kind == "many":
            result[-1] = replace(last, t1=bar.t1, steps=_steps(last) + _steps(bar))
            continue
        if last and touches and last.kind == "tick" and bar.kind in ("run", "block"):
            result.pop()
        if last and touches and bar.kind == "tick" and last.kind in ("run", "block"):
            continue
        result.append(bar)
    return result


def _beside(bar: Bar, step: Bar) -> Iterator[Bar]:
    """What `step` leaves of `bar`."""
    if step.t0 >= bar.t1 or step.t1 <= bar.t0:
        yield bar
        return
    if bar.t0 < step.t0:
        yield replace(bar, t1=step.t0)
    if step.t1 < bar.t1:
        yield replace(bar, t0=step.t1)


def _steps(bar: Bar) -> int:
    """How many steps stripes stand for; the waits between steps are no steps."""
    return bar.steps if bar.span.kind in ("run", "block") else 0
