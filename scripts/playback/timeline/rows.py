"""Which lanes of a run a timeline shows, in which order, and which it folds into one row."""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable
from dataclasses import dataclass

from playback.run import Lane, Run, Span

MOST = 16
_FIRST, _TELLING, _LAST = 3, 3, 1
_RANK = {"loop": 0, "task": 1, "gen": 1, "coro": 1, "thread": 2, "process": 3}


@dataclass(frozen=True, slots=True)
class Fold:
    """A row that stands for `lanes`; if they are `alike`, their function and parent are the same.

    `like` is the lane shown before them.
    """

    lanes: list[int]
    like: int
    alike: bool


def rows(run: Run, telling: Container[int], most: int = MOST) -> list[int | Fold]:
    """The rows of a timeline, from the top: numbers of lanes, and folds of many.

    A loop stands above its tasks, which are in order of creation; then come threads and
    processes, each with what it hosts. Lanes in which nothing of the program happens are left
    out. Where there are more than `most`, give or take, those that are alike are folded; of the
    lanes that are `telling`, or did not end well, the first few are shown.
    """
    order = _in_order(run)
    shown: list[int | Fold] = list(order)
    for kin in (_siblings, _neighbours):
        if len(shown) <= most + _FIRST:
            break
        shown = _folded(run, order, kin, telling)
    return shown


def _in_order(run: Run) -> list[int]:
    """The lanes to show, each below its host."""
    hosted: dict[int | None, list[int]] = defaultdict(list)
    for number, lane in sorted(enumerate(run.lanes), key=lambda pair: _RANK[pair[1].kind]):
        hosted[lane.host].append(number)
    spans: dict[int, list[Span]] = defaultdict(list)
    for span in run.spans:
        spans[span.lane].append(span)
    calling = {call.lane for call in run.calls}
    order = []
    ahead = hosted[None][::-1]
    while ahead:
        number = ahead.pop()
        below = [run.lanes[other] for other in hosted[number]]
        if _shows(run, run.lanes[number], spans[number], below, number in calling):
            order.append(number)
        ahead += hosted[number][::-1]
    return order


def _shows(run: Run, lane: Lane, spans: list[Span], hosted: list[Lane], calls: bool) -> bool:
    """Whether a lane says what those that it has `hosted` do not.

    A thread that runs an event loop does so only if it works longer than 3 % of the run
    before or after that loop.
    """
    if lane.kind not in ("thread", "process"):
        return True
    loops = [lane for lane in hosted if lane.kind == "loop"]
    if not loops:
        told = calls or lane.kind == "process" or lane.name == "MainThread"
        return bool(spans) or lane.state == "error" or (told and not hosted)
    beside = [
        span.t1 - span.t0
        for span in spans
        if span.kind in ("run", "block")
        and not any(span.t0 < loop.t1 and span.t1 > loop.t0 for loop in loops)
    ]
    return sum(beside) > 0.03 * run.wall


def _folded(
    run: Run, order: list[int], kin: Callable[[Lane], Hashable], telling: Container[int]
) -> list[int | Fold]:
    """The rows when the lanes that are `kin` are folded; a lane that hosts others never is."""
    hosts = {lane.host for lane in run.lanes}
    families: dict[Hashable, list[int]] = defaultdict(list)
    for number in order:
        if number not in hosts and run.lanes[number].kind != "loop":
            families[kin(run.lanes[number])].append(number)
    after: dict[int, Fold] = {}
    hidden: set[int] = set()
    for family in families.values():
        if len(family) <= _FIRST + _LAST + 1:
            continue
        inner = family[_FIRST:-_LAST]
        kept = [n for n in inner if n in telling or run.lanes[n].state in ("error", "lost")]
        kept += [n for n in inner if run.lanes[n].state in ("cancelled", "pending")]
        rest = [n for n in inner if n not in kept[:_TELLING]]
        hidden.update(rest)
        after[family[_FIRST - 1]] = Fold(rest, family[_FIRST - 1], kin is _siblings)
    shown: list[int | Fold] = []
    for number in order:
        if number not in hidden:
            shown.append(number)
        if number in after:
            shown.append(after[number])
    return shown


def _siblings(lane: Lane) -> Hashable:
    return lane.kind, lane.fn, lane.parent, lane.host


def _neighbours(lane: Lane) -> Hashable:
    return lane.kind, lane.host
