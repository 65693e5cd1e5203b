"""The axis of a timeline: how long it is, where a moment stands on it, what is written along it.

All moments are microseconds from a run's zero. A drawing has no width of its own: a moment's place
is a percentage of it, linear in time, so that anything laid over the drawing can use the same.
"""

from collections.abc import Iterator, Sequence

from playback.run import Run

LEFT, SPREAD = 1.0, 94.0
_SHORT, _LEAST = 50_000, 100


def axis_total(runs: Sequence[Run]) -> int:
    """The length of the axis on which all `runs` have room, in microseconds; never 0."""
    ends = [_LEAST]
    for run in runs:
        ends.append(run.wall)
        ends += [lane.t1 for lane in run.lanes]
        ends += [line.t for line in run.output[-1:]]
    return max(ends)


def position(t: int, total: int) -> float:
    """Where the moment `t` of an axis of `total` is drawn, in percent of the drawing's width.

    It is `1 + 94 * t / total`: the first percent and the last five are margins, in which the marks
    of what begins at zero or ends last have room. What is outside the axis is drawn at its end.
    """
    return LEFT + SPREAD * min(max(t, 0), total) / total


def share(length: int, total: int) -> float:
    """How wide a stretch of `length` is drawn, in percent of the drawing's width."""
    return SPREAD * length / total


def moment(t: int, total: int) -> str:
    """A moment or a duration, as exact as an axis of `total` lets one see: "0.30 s", "1.25 ms"."""
    unit = "s" if total >= _SHORT else "ms"
    return f"{t / _units(total):.2f}\N{NO-BREAK SPACE}{unit}"


def ticks(total: int, most: int) -> list[int]:
    """Round moments from zero on, at most `most` of them after it."""
    step = next(step for step in _round_steps() if total / step <= most)
    return list(range(0, total + 1, step))


def tick_label(t: int, step: int, total: int) -> str:
    """What is written under the tick at `t`, with no more decimals than its `step` needs."""
    if not t:
        return "0"
    unit, size = ("s" if total >= _SHORT else "ms"), _units(total)
    decimals = next(n for n in range(7) if step * 10**n % size == 0)
    return f"{t / size:.{decimals}f}\N{NO-BREAK SPACE}{unit}"


def _units(total: int) -> int:
    return 1_000_000 if total >= _SHORT else 1_000


def _round_steps() -> Iterator[int]:
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10
