"""The words for what is in a Run: lanes, moments and lines, named the same way everywhere."""

import re
from collections import Counter
from typing import Literal

from playback.run import Lane, Run, Span

_UNNAMED = re.compile(r"(Task-\d+)?")
_MUTE = ("pass", "continue", "break", "...")
KINDS = {
    "process": "process",
    "thread": "thread",
    "loop": "",
    "task": "task",
    "gen": "generator",
    "coro": "coroutine",
}


def names(run: Run) -> list[str]:
    """A name for each lane, by its place; no two are the same.

    A task that the program did not name goes by the call that it executes.
    """
    plain = [_name(lane) for lane in run.lanes]
    times = Counter(plain)
    told: Counter[str] = Counter()
    result = []
    for lane, name in zip(run.lanes, plain, strict=True):
        if times[name] == 1:
            result.append(name)
            continue
        told[name] += 1
        numbered = lane.name if _UNNAMED.fullmatch(lane.name) else ""
        result.append(f"{name} {numbered or told[name]}")
    return result


def _name(lane: Lane) -> str:
    if lane.kind == "loop":
        return "event loop"
    if lane.kind in ("gen", "coro") or (lane.kind == "task" and _UNNAMED.fullmatch(lane.name)):
        return lane.label or f"{lane.fn}()"
    return "main thread" if lane.name == "MainThread" else lane.name or f"child {lane.kind}"


def kind(lane: Lane) -> str:
    """What stands beside a lane's name: "task order('soup', 0.1)", or less where that says it."""
    word = KINDS[lane.kind]
    by_hand = lane.kind in ("gen", "coro")
    if lane.name == "MainThread" or by_hand or _UNNAMED.fullmatch(lane.name):
        return "" if lane.name == "MainThread" else word
    return f"{word} {lane.label}".strip()


def seconds(t: int) -> str:
    """A moment or a duration of `t` microseconds, as the transcript has it: "0.30 s"."""
    return f"{t / 1_000_000:.2f}\N{NO-BREAK SPACE}s"


def line(run: Run, span: Span) -> int | None:
    """The program's line at which a span is, if it is at one.

    For a line that says nothing by itself, such as `pass`, it is the one that opens its block. A
    wait in an `__await__` is told where that is awaited.
    """
    at = span.at
    if span.kind in ("wait", "ready"):
        at = [place for place in at if place[0].rpartition(".")[2] != "__await__"] or at
    number = at[0][1] if at else None
    if number and code(run, number) in _MUTE:
        lines = run.source.split("\n")
        deep = _indent(lines[number - 1])
        above = range(number - 1, 0, -1)
        return next(
            (n for n in above if lines[n - 1].strip() and _indent(lines[n - 1]) < deep), number
        )
    return number


def asleep(run: Run, span: Span) -> Literal["", "unwoken", "late"]:
    """Whether a task is ready in vain, for its loop sleeps on for most of that span.

    It was not woken if another thread made the task ready. Else it is late: its timer has rung,
    but its thread does not get the processor, or the interpreter.
    """
    host = run.lanes[span.lane].host
    if span.kind != "ready" or host is None:
        return ""
    slept = sum(
        min(span.t1, idle.t1) - max(span.t0, idle.t0)
        for idle in run.spans
        if idle.lane == host and idle.kind == "idle" and idle.t0 < span.t1 and span.t0 < idle.t1
    )
    if 2 * slept <= span.t1 - span.t0:
        return ""
    wakers = [
        run.lanes[link.a].kind
        for link in run.links
        if link.kind == "wake" and link.b == span.lane and abs(link.t - span.t0) <= 1
    ]
    return "unwoken" if "thread" in wakers else "late"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def code(run: Run, number: int | None) -> str:
    """The text of a line of the program, without its indentation; "" if there is no such line."""
    lines = run.source.split("\n")
    return lines[number - 1].strip() if number and number <= len(lines) else ""
