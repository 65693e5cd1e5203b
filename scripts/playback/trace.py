"""A Run as Chrome Trace Event JSON, which Perfetto (ui.perfetto.dev) and other viewers open.

The format: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
Each lane is a track, held by one slice from the lane's start to its end; within it lie its calls,
and within those its spans. Slices of a track nest, as the format demands. An arrow (a flow) leads
from each link's cause to the first slice of its effect; a mark is an instant on its lane's track,
a printed line on a track of the printed lines. Times are microseconds.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from playback import words
from playback.run import Call, Lane, Link, Run, Span

Event = dict[str, Any]


def as_trace(run: Run) -> str:
    """The run as Chrome Trace Event JSON, on one line."""
    return (
        json.dumps(
            {"displayTimeUnit": "ms", "traceEvents": [*_events(run)]},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n"
    )


def _events(run: Run) -> Iterator[Event]:
    """All events: names first, and the arrows after all slices that they bind to."""
    tracks = [{"pid": _process(run, place), "tid": place + 1} for place in range(len(run.lanes))]
    calls: list[list[Call]] = [[] for _ in tracks]
    spans: list[list[Span]] = [[] for _ in tracks]
    for call in run.calls:
        calls[call.lane].append(call)
    for span in run.spans:
        spans[span.lane].append(span)
    starts: list[list[int]] = []  # of the slices of each lane's spans
    names = words.names(run)
    yield from _names(run, names, tracks)
    for place, track in enumerate(tracks):
        holders = list(_holders(run.lanes[place], names[place], calls[place]))
        pieces = list(_pieces(run, spans[place], holders))
        starts.append([piece["ts"] for piece in pieces])
        yield from (event | track for event in (*holders, *pieces))
    for number, link in enumerate(run.links):
        yield from _arrow(run, link, starts[link.b], number, tracks)
    # after the arrows: Perfetto would take an instant of the same moment for their end
    for mark in run.marks:
        name = f"{mark.kind}: {mark.text}" if mark.text else mark.kind
        yield _instant(mark.t, name, "mark") | tracks[mark.lane]
    yield from _printed(run, names)


def _process(run: Run, place: int) -> int:
    """The number of a lane's process: that of the process's own lane, 1 for the program's.

    It equals the number of the main thread's track, by which viewers know that thread.
    """
    at: int | None = place
    while at is not None and run.lanes[at].kind != "process":
        at = run.lanes[at].host
    return 1 if at is None else at + 1


def _names(run: Run, names: list[str], tracks: list[Event]) -> Iterator[Event]:
    """The names of processes and tracks, in the order of their lanes."""
    printed = {"pid": 1, "tid": len(tracks) + 1}
    yield from _about(printed, "process", 1, run.file)
    for lane, name, track in zip(run.lanes, names, tracks, strict=True):
        if lane.kind == "process":
            yield from _about(track, "process", track["pid"], name)
            name = "main thread"
        yield from _about(track, "thread", track["tid"], name)
    yield from _about(printed, "thread", printed["tid"], "printed")


def _about(track: Event, what: str, place: int, name: str) -> Iterator[Event]:
    """The name of a process or a thread, and its place among the others."""
    yield {"ph": "M", "name": f"{what}_name", "args": {"name": name}, **track}
    yield {"ph": "M", "name": f"{what}_sort_index", "args": {"sort_index": place}, **track}


def _holders(lane: Lane, name: str, calls: list[Call]) -> Iterator[Event]:
    """The slices that hold others, outer ones first: of the lane, and of its calls."""
    yield _slice(lane.t0, _end(lane), lane.label or name, lane.kind, {"state": lane.state})
    for call in sorted(calls, key=lambda call: (call.t0, call.depth)):
        if call.t1 > call.t0:
            yield _slice(call.t0, call.t1, call.label, "call", {})


def _end(lane: Lane) -> int:
    """The end of a lane's slice; it is never empty, or no arrow could lead to it."""
    return max(lane.t1, lane.t0 + 1)


def _pieces(run: Run, spans: list[Span], holders: list[Event]) -> Iterator[Event]:
    """The slices of a lane's spans, cut where one that holds others begins or ends."""
    cuts = sorted({t for outer in holders for t in (outer["ts"], outer["ts"] + outer["dur"])})
    for span in sorted(spans, key=lambda span: span.t0):
        name, details = _name(run, span), _details(span)
        within = cuts[bisect_right(cuts, span.t0) : bisect_left(cuts, span.t1)]
        for t0, t1 in zip([span.t0, *within], [*within, span.t1], strict=True):
            if t1 > t0:
                yield _slice(t0, t1, name, span.kind, details)


def _slice(t0: int, t1: int, name: str, category: str, args: dict[str, Any]) -> Event:
    event = {"ph": "X", "ts": t0, "dur": t1 - t0, "name": name, "cat": category}
    return event | {"args": args} if args else event


def _name(run: Run, span: Span) -> str:
    """The line that a span is at; what it does there, unless it runs.

    Viewers colour by name: a line that is waited at looks different from the same line running.
    """
    line = words.code(run, words.line(run, span))
    if not line:
        return span.kind
    return line if span.kind == "run" else f"{span.kind}: {line}"


def _details(span: Span) -> dict[str, Any]:
    """What a viewer shows beside a span: its stack, innermost first, and what it waits for."""
    details: dict[str, Any] = {}
    if span.at:
        details["stack"] = [f"{function}:{line}" for function, line in span.at]
    if span.on:
        details["on"] = span.on
    if span.steps > 1:
        details["steps"] = span.steps
    return details


def _printed(run: Run, names: list[str]) -> Iterator[Event]:
    """The printed lines, on a track of their own; those of one moment would pile up, so are one."""
    track = {"pid": 1, "tid": len(names) + 1}
    for (t, stream, place), lines in groupby(
        run.output, lambda line: (line.t, line.stream, line.lane)
    ):
        event = _instant(t, "\n".join(line.text for line in lines), stream)
        yield event | track | ({} if place is None else {"args": {"by": names[place]}})


def _instant(t: int, name: str, category: str) -> Event:
    return {"ph": "i", "s": "t", "ts": t, "name": name, "cat": category}


def _arrow(
    run: Run, link: Link, starts: list[int], number: int, tracks: list[Event]
) -> Iterator[Event]:
    """The two ends of a link's arrow, each at a moment within a slice, the second not earlier."""
    t = _within(run.lanes[link.a], link.t)
    following = bisect_left(starts, t)
    end = starts[following] if following < len(starts) else _within(run.lanes[link.b], t)
    arrow = {"name": link.kind, "cat": link.kind, "id": number}
    yield {"ph": "s", "ts": min(t, end), **arrow, **tracks[link.a]}
    yield {"ph": "f", "bp": "e", "ts": end, **arrow, **tracks[link.b]}


def _within(lane: Lane, t: int) -> int:
    return min(max(t, lane.t0), _end(lane) - 1)
