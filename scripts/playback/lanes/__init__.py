"""Makes lanes, spans, calls, marks and links of what a program's log says of its processes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playback.lanes.account import Account, Actor, Piece
from playback.log import Log
from playback.run import Call, Lane, Link, Mark, Span

IN_PASSING = 10_000_000  # ns; of what a library's thread does, shorter is not told
BOOKKEEPING = {"_connect_pipes", "shutdown_asyncgens", "shutdown_default_executor"}  # asyncio's


@dataclass(slots=True)
class Told:
    """What is known of a run's lanes; times in microseconds from the run's zero.

    `places` finds a lane by its id in the log.
    """

    lanes: list[Lane] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    truncated: bool = False
    places: dict[str, int] = field(default_factory=dict)


def tell(log: Log, zero: int, end: int) -> Told:
    """The lanes of a run that began to count at `zero` and was over at `end`, in nanoseconds."""
    account = Account(zero, end)
    account.spoken = {write.lane for write in log.writes}
    for rows in log.processes:
        account.read(rows)
    account.close()
    return _told(account, zero, end)


def _told(account: Account, zero: int, end: int) -> Told:
    """The actors as lanes, and all that happened, in microseconds from `zero`."""
    told = Told(truncated=account.truncated)
    wall = (end - zero) // 1000

    def since_zero(t: int) -> int:
        return min(max(0, (t - zero) // 1000), wall)

    actors = [actor for actor in account.actors.values() if _is_shown(actor, account)]
    actors.sort(key=lambda actor: _order(actor, account))
    told.places = {actor.id: place for place, actor in enumerate(actors)}
    shown = set(told.places)
    for lane in [*account.instead, *account.actors]:
        if (
            lane not in told.places
            and (place := _stands_for(lane, account, told.places)) is not None
        ):
            told.places[lane] = place
    for actor in actors:
        told.lanes.append(_lane(actor, told.places, since_zero))
        for piece in actor.pieces:
            t0, t1 = since_zero(piece.t0), since_zero(piece.t1)
            if t0 < t1:
                told.spans.append(_span(piece, told.places[actor.id], t0, t1))
    for lane, t0, t1, label, depth in account.calls:
        if lane in shown and since_zero(t1) > since_zero(t0):
            place = told.places[lane]
            told.calls.append(Call(place, since_zero(t0), since_zero(t1), label, depth))
    told.calls.sort(key=lambda call: (call.lane, call.t0, call.depth))
    for lane, t, kind, text in sorted(account.marks, key=lambda mark: mark[1]):
        its_own = kind not in ("ok", "error", "cancelled") or lane in shown
        if lane in told.places and its_own:
            told.marks.append(Mark(told.places[lane], since_zero(t), kind, text))  # type: ignore[arg-type]  # as the log has it
    _link(told, account, since_zero, shown)
    return told


def _stands_for(lane: str, account: Account, places: dict[str, int]) -> int | None:
    """The place of who stands for a lane that is not shown: who drives it, or who made it."""
    while lane not in places:
        if lane in account.instead:
            lane = account.instead[lane]
        elif lane in account.actors:
            lane = account.actors[lane].parent
        else:
            return None
    return places[lane]


def _is_shown(actor: Actor, account: Account) -> bool:
    """Whether an actor is the program's own, and did something."""
    if actor.kind == "task":
        maker = account.actors.get(actor.parent)
        if actor.fn in BOOKKEEPING:
            return False
        by_library = actor.fn.startswith("_") or (maker is not None and maker.kind == "loop")
        return not by_library or any(piece.stack for piece in actor.pieces)
    if actor.kind in ("gen", "coro"):
        return actor.id not in account.instead
    if actor.id == next(iter(account.actors)):
        return True
    busy = actor.own or any(piece.t1 - piece.t0 >= IN_PASSING for piece in actor.pieces)
    hosts = any(other.host == actor.id for other in account.actors.values())
    named = actor.kind == "process" and bool(actor.name)
    return busy or hosts or named or actor.id in account.spoken


def _order(actor: Actor, account: Account) -> tuple[int, str, int, int]:
    """Processes in order of their start, and in each the lanes in order of theirs."""
    process, _, number = actor.id.partition(".")
    first = account.actors.get(f"{process}.1")
    own = actor.id.partition(".")[0] == next(iter(account.actors)).partition(".")[0]
    return (
        0 if own else 1,
        process if own else "",
        0 if own or not first else first.t0,
        int(number),
    )


def _lane(actor: Actor, places: dict[str, int], since_zero: Callable[[int], int]) -> Lane:
    host = places.get(actor.host)
    if actor.kind == "thread" and actor.id.partition(".")[2] != "1":
        host = places.get(f"{actor.id.partition('.')[0]}.1")
        host = host or None  # the main thread of the program is no process's
    return Lane(
        kind=actor.kind,  # type: ignore[arg-type]  # as the log has it
        name="" if actor.kind in ("loop", "gen", "coro") else actor.name,
        fn=actor.fn,
        label=actor.label,
        parent=places.get(actor.parent),
        host=host,
        line=int(actor.line) if actor.line else None,
        t0=since_zero(actor.t0),
        t1=since_zero(actor.t1 if actor.t1 is not None else actor.t0),
        state=actor.state,
    )


def _span(piece: Piece, lane: int, t0: int, t1: int) -> Span:
    at = [_frame(frame) for frame in reversed(piece.stack.split("|")) if frame]
    return Span(lane, piece.kind, t0, t1, at, piece.on or None, piece.steps)


def _frame(text: str) -> tuple[str, int]:
    name, _, line = text.rpartition(":")
    return name, int(line)


def _link(told: Told, account: Account, since_zero: Callable[[int], int], shown: set[str]) -> None:
    """Who started, woke and cancelled whom."""
    for place, lane in enumerate(told.lanes):
        if lane.parent is not None:
            told.links.append(Link("spawn", lane.parent, place, lane.t0))
    for kind, a, b, t in account.links:
        both = told.places.get(a), told.places.get(b)
        if kind == "wake" and a not in shown:
            continue  # who made a helper that is not shown did not do what the helper does
        if None not in both and both[0] != both[1] and b in shown:
            told.links.append(Link(kind, told.places[a], told.places[b], since_zero(t)))  # type: ignore[arg-type]  # one of two
    told.links.sort(key=lambda link: link.t)
