"""The words for what is in a Run: lanes, moments and lines, named the same way everywhere."""

import re
from collections import Counter

from playback.run import Lane, Run, Span

_UNNAMED = re.compile(r"Task-\d+")
_MUTE = ("pass", "continue", "break", "...")
KINDS = {
    "process": "process",
    "thread": "thread",
    "loop": "",
    "task": "task",
    "gen": "generator",
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
        result.append(f"{name} {lane.name if _UNNAMED.fullmatch(lane.name) else told[name]}")
    return result


def _name(lane: Lane) -> str:
    if lane.kind == "loop":
        return "event loop"
    if lane.kind == "gen" or (lane.kind == "task" and _UNNAMED.fullmatch(lane.name)):
        return lane.label or f"{lane.fn}()"
    return "main thread" if lane.name == "MainThread" else lane.name or f"child {lane.kind}"


def kind(lane: Lane) -> str:
    """What stands beside a lane's name: "task order('soup', 0.1)", or less where that says it."""
    word = KINDS[lane.kind]
    if lane.name == "MainThread" or lane.kind == "gen" or _UNNAMED.fullmatch(lane.name):
        return "" if lane.name == "MainThread" else word
    return f"{word} {lane.label}".strip()


def seconds(t: int) -> str:
    """A moment or a duration of `t` microseconds, as the transcript has it: "0.30 s"."""
    return f"{t / 1_000_000:.2f}\N{NO-BREAK SPACE}s"


def line(run: Run, span: Span) -> int | None:
    """The program's line at which a span is, if it is at one.

    For a line that says nothing by itself, such as `pass`, it is the one that opens its block.
    """
    number = span.at[0][1] if span.at else None
    if number and code(run, number) in _MUTE:
        lines = run.source.split("\n")
        deep = _indent(lines[number - 1])
        above = range(number - 1, 0, -1)
        return next(
            (n for n in above if lines[n - 1].strip() and _indent(lines[n - 1]) < deep), number
        )
    return number


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def code(run: Run, number: int | None) -> str:
    """The text of a line of the program, without its indentation; "" if there is no such line."""
    lines = run.source.split("\n")
    return lines[number - 1].strip() if number and number <= len(lines) else ""
