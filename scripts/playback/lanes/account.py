"""Accounts for what each thread, task, generator and process did, row by row of a program's log.

The rows of a log, and what they mean, are described in `playback.recorder.actors`.
"""

import signal
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from playback.log import Row

MOMENT = 1_000_000  # ns; as in `actors`: what is shorter was not told by itself
LATE = 2_000_000  # ns after which what is ready and has to wait is shown as ready
ANYWHERE = {"lane", "child", "gone", "cut", "full"}  # rows that are of no known lane
LOOP_ITSELF = 300_000  # ns between two steps that the loop needs for itself
WORKS = 0.1  # of a stay; with less of the processor, the thread stands still

State = Literal["ok", "error", "cancelled", "pending", "lost"]
Stack = str  # as in the log: "function:line|function:line", outermost first


class Piece(NamedTuple):
    """A part of what a lane did, in nanoseconds."""

    kind: Literal["run", "wait", "ready", "block", "idle"]
    t0: int
    t1: int
    stack: Stack = ""
    on: str = ""
    steps: int = 1


@dataclass(slots=True)
class Actor:
    """A lane in the making; all times in nanoseconds."""

    id: str
    kind: str
    parent: str
    line: str
    host: str
    fn: str
    label: str
    name: str
    t0: int
    t1: int | None = None
    state: State = "pending"
    text: str = ""
    cancels: int = 0
    begun: int | None = None  # when its step began, while it has the thread
    paused: tuple[int, str, Stack] | None = None  # when, on what and where it suspended
    ready: int | None = None
    held: tuple[int, Stack] = (0, "")  # since when, and where, another has its thread in between
    at: tuple[int, Stack] | None = None  # the last line it is known to have reached
    own: bool = False  # whether it was in the program's own code
    left: int = 0  # when others got its thread last
    arrived: bool = False  # at that line, since it was last heard of
    stays: list[Piece] = field(default_factory=list)  # at lines, since its step began
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_thread(self) -> bool:
        """Whether it has its thread for itself."""
        return self.kind in ("thread", "process")

    def add(self, piece: Piece) -> None:
        """Add what it did next. What goes on as before becomes one with what was before."""
        last = self.pieces[-1] if self.pieces else None
        if last and piece.kind == last.kind and piece.t0 - last.t1 < MOMENT:
            if last.steps > 1 and piece.steps > 1:
                steps = last.steps + piece.steps
                self.pieces[-1] = last._replace(t1=piece.t1, steps=steps)
                return
            stayed = not last.t1 <= self.left <= piece.t0
            if self.is_thread and stayed and piece.kind == "run" and last.steps == piece.steps == 1:
                longer = max(last, piece, key=lambda part: part.t1 - part.t0)
                self.pieces[-1] = longer._replace(t0=last.t0, t1=piece.t1)
                return
        self.pieces.append(piece)


class Account:
    """All actors of a program, and what happened between them."""

    def __init__(self, zero: int, end: int) -> None:
        self.zero, self.end = zero, end
        self.actors: dict[str, Actor] = {}
        self.instead: dict[str, str] = {}  # who stands for a generator that is no lane
        self.open: dict[str, list[Actor]] = {}  # who has each thread, the one that runs last
        self.turns: dict[str, list[Piece]] = {}  # a loop's steps
        self.calls: list[tuple[str, int, int, str, int]] = []
        self.marks: list[tuple[str, int, str, str]] = []
        self.links: list[tuple[str, str, str, int]] = []
        self.children: dict[str, tuple[int, str, str, str]] = {}
        self.helpers: set[str] = set()  # those of multiprocessing, which tell their names
        self.gone: dict[str, tuple[int, int]] = {}
        self.last: dict[str, int] = {}  # the last sign of life of each process
        self.spoken: set[str] = set()  # who printed something
        self.full: set[str] = set()  # processes whose log has no more room
        self.truncated = False

    def add(self, actor: Actor, piece: Piece) -> None:
        """Add what an actor did next, as far as it was after the program's imports."""
        if piece.t1 > max(piece.t0, self.zero):
            actor.add(piece._replace(t0=max(piece.t0, self.zero)))

    def read(self, rows: list[Row]) -> None:
        """Take in what one process says, in its order."""
        self.instead |= _no_lanes(rows)
        for t, event, details in rows:
            if event in ("at", "line", "pause"):
                details[-1] = _own_part(details[-1], self.instead.get(details[0], details[0]))
            if details[0] in self.instead:
                if event not in ("at", "line", "call", "mark"):
                    continue
                details = [self.instead[details[0]], *details[1:]]
            handle = getattr(self, f"on_{event.replace('-', '_')}", None)
            if handle and (event in ANYWHERE or details[0] in self.actors):
                handle(t, *details)
        if rows and (process := next((row for row in rows if row.event == "lane"), None)):
            number = process.details[0].partition(".")[0]
            self.last[number] = rows[-1].t
            if rows[-1].event == "full":
                self.full.add(number)

    # What the rows say

    def on_lane(self, t: int, lane: str, kind: str, parent: str, *facts: str) -> None:
        """A lane begins."""
        line, host, fn, label, name = facts
        parent, host = self.instead.get(parent, parent), self.instead.get(host, host)
        self.actors[lane] = Actor(lane, kind, parent, line, host, fn, label, name, t)

    def on_name(self, t: int, lane: str, name: str) -> None:
        """A lane has another name than before."""
        self.actors[lane].name = name

    def on_host(self, t: int, lane: str, host: str) -> None:
        """A loop runs in that thread."""
        self.actors[lane].host = host

    def on_step(self, t: int, lane: str, host: str) -> None:
        """A lane gets the thread, and no longer waits."""
        actor = self.actors[lane]
        others = self.open.setdefault(self.thread_of(host), [])
        if not others:
            self.leaves_loop_or_thread(host, t)
        elif others[-1].begun is not None:  # which began this one, and goes on after it
            maker = others[-1]
            maker.held = (t, maker.at[1] if maker.at else "")
            self.stepped(maker, t, maker.held[1])
        others.append(actor)
        self.waited(actor, t)
        actor.begun, actor.stays = t, []

    def thread_of(self, lane: str) -> str:
        """The thread or process under a lane."""
        while lane in self.actors and not self.actors[lane].is_thread:
            lane = self.actors[lane].host
        return lane

    def leaves_loop_or_thread(self, host: str, t: int) -> None:
        """The thread under `host` is at no line of its own while others have it."""
        thread = self.actors.get(self.thread_of(host))
        if thread:
            self.moved_on(thread, t)
            thread.at, thread.left = None, t

    def waited(self, actor: Actor, until: int) -> None:
        """Tell of the wait that ends now, and of how much of it was in vain."""
        since, on, stack = actor.paused or (actor.t0, "", "")
        ready = actor.ready
        if ready is None:  # a task that has not begun is ready, since it was made
            ready = since if actor.kind == "task" and not actor.paused else until
        ready = min(max(ready, since), until)
        if until - ready < LATE:
            ready = until
        if actor.paused:
            self.add(actor, Piece("wait", since, ready, stack, on))
        self.add(actor, Piece("ready", ready, until, stack))
        actor.paused = actor.ready = None

    def on_pause(self, t: int, lane: str, cancels: str, on: str, stack: Stack) -> None:
        """A lane gives the thread back."""
        actor = self.actors[lane]
        actor.cancels = int(cancels)
        if actor.begun is not None:
            self.stepped(actor, t, stack or (actor.at[1] if actor.at else ""))
        actor.paused = (t, on, stack) if actor.kind != "loop" else None
        others = self.open.get(self.thread_of(actor.host), [])
        while others and others.pop() is not actor:
            pass
        if others:
            maker = others[-1]
            since, place = maker.held
            self.add(maker, Piece("block", since, t, place))
            maker.begun, maker.at = t, (t, place)

    def stepped(self, actor: Actor, t: int, stack: Stack, steps: int = 1) -> None:
        """Tell of the step, or the sum of steps, that is over at `t`."""
        begun = actor.begun if actor.begun is not None else t
        if steps > 1:
            pieces = _sum(begun, t, actor.stays, steps)
        else:
            pieces = _step(begun, t, stack, actor.stays)
        actor.begun, actor.stays, actor.at = None, [], None
        if actor.kind == "loop":
            self.turns.setdefault(actor.id, []).extend(pieces)
            return
        for piece in pieces:
            self.add(actor, piece)
        if actor.kind == "task":
            turn = Piece("run", begun, t, steps=steps)
            self.turns.setdefault(actor.host, []).append(turn)

    def on_steps(self, t: int, lane: str, host: str, since: str, count: str) -> None:
        """So many steps since then, the waits between them shorter than a moment."""
        actor = self.actors[lane]
        begun = int(since)
        if actor.begun is not None:
            begun = actor.begun
        elif actor.paused and begun - actor.paused[0] >= MOMENT:
            self.waited(actor, begun)
        actor.begun = begun
        self.stepped(actor, t, "", int(count))
        actor.paused = (t, "", "") if actor.kind != "loop" else None
        actor.ready = None

    def on_ready(self, t: int, lane: str, by: str, cancels: str) -> None:
        """A lane could go on, because of another."""
        actor = self.actors[lane]
        known, actor.ready = actor.ready, min(t, actor.ready or t)
        kind = "cancel" if int(cancels) > actor.cancels else "wake"
        actor.cancels = max(int(cancels), actor.cancels)
        by = self.instead.get(by, by)
        is_first = not actor.pieces and not actor.paused  # its making, which `parent` tells
        if by in self.actors and by != lane and (kind == "cancel" or not (known or is_first)):
            self.links.append((kind, by, lane, t))

    def on_end(self, t: int, lane: str, state: State, text: str) -> None:
        """A lane has ended; one that is pending by then was closed in its middle."""
        actor = self.actors[lane]
        if state == "lost" and actor.paused:
            self.waited(actor, t)
        actor.t1, actor.state, actor.text = t, state, text
        if actor.is_thread:
            self.moved_on(actor, t)
        if state != "pending" and (not actor.is_thread or state != "ok"):
            self.marks.append((lane, t, state, text))

    def on_at(self, t: int, lane: str, since: str, cpu: str, stack: Stack) -> None:
        """A lane stayed where it was, computing or not."""
        actor = self.actors[lane]
        begun = int(since)
        kind: Literal["run", "block"] = "run" if int(cpu) > WORKS * (t - begun) else "block"
        stay = Piece(kind, begun, t, stack)
        arrived, actor.arrived = actor.arrived, False
        if actor.is_thread:
            self.moved_on(actor, begun)
            actor.at = (t, stack)
        pieces = actor.pieces if actor.is_thread else actor.stays
        last = pieces[-1] if pieces else None
        if last and not arrived and (last.kind, last.stack, last.t1) == (kind, stack, begun):
            pieces[-1] = last._replace(t1=t)
        elif actor.is_thread:
            self.add(actor, stay)
        else:
            pieces.append(stay)

    def on_line(self, t: int, lane: str, stack: Stack) -> None:
        """A lane has reached a line."""
        actor = self.actors[lane]
        if actor.is_thread:
            self.moved_on(actor, t)
        actor.at, actor.arrived = ((t, stack) if stack else None), True
        actor.own = actor.own or bool(stack)

    def moved_on(self, actor: Actor, t: int) -> None:
        """A thread was at its last line until `t`, for too short to be told of by itself."""
        if actor.at and t - actor.at[0] < MOMENT:
            last = actor.pieces[-1] if actor.pieces else None
            stack = last.stack if last and last.kind == "run" else actor.at[1]
            self.add(actor, Piece("run", actor.at[0], t, stack))

    def on_call(self, t: int, lane: str, since: str, depth: str, label: str) -> None:
        """A call that lasted has returned."""
        self.calls.append((lane, int(since), t, label, int(depth)))

    def on_mark(self, t: int, lane: str, kind: str, text: str) -> None:
        """Something happened on a lane."""
        self.marks.append((lane, t, kind, text))

    def on_child(self, t: int, process: str, parent: str, line: str, name: str) -> None:
        """Another program was started."""
        self.children[process] = (t, self.instead.get(parent, parent), line, name)

    def on_gone(self, t: int, process: str, status: str) -> None:
        """A process is known to have ended; `status` is negative for a signal."""
        self.gone.setdefault(process, (t, int(status)))

    def on_full(self, t: int, _: str) -> None:
        """There was no room in the log for what came after."""
        self.truncated = True

    def on_cut(self, t: int, lane: str) -> None:
        """From here on, not everything is told."""
        self.truncated = True
        if lane in self.actors:
            self.actors[lane].t1 = t
            self.actors[lane].paused = None

    # At the end of the run

    def close(self) -> None:
        """Complete what was under way when the run ended, and what processes did."""
        for process, (t, parent, line, name) in self.children.items():
            lane = f"{process}.1"
            if lane not in self.actors:
                self.actors[lane] = Actor(lane, "process", parent, line, "", "", "", name, t)
            actor = self.actors[lane]
            actor.parent, actor.line = parent, line
            actor.t0 = min(t, actor.t0)  # a forked one may begin before its maker goes on
            if actor.name:
                self.helpers.add(process)
            actor.name = actor.name or name
        for actor in list(self.actors.values()):
            self.complete(actor)
        self.links = [self.told_rightly(link) for link in self.links]
        for loop, turns in self.turns.items():
            if loop in self.actors:
                self.fill_loop(self.actors[loop], sorted(turns, key=lambda turn: turn.t0))

    def told_rightly(self, link: tuple[str, str, str, int]) -> tuple[str, str, str, int]:
        """A task that was cancelled by way of the one it awaits is woken by that one's end."""
        kind, a, b, t = link
        by = self.actors[a]
        at_its_end = by.state == "cancelled" and by.t1 is not None and by.t1 - t < MOMENT
        return ("wake" if kind == "cancel" and at_its_end else kind, a, b, t)

    def complete(self, actor: Actor) -> None:
        """What an actor did last, as far as its process lived."""
        process = actor.id.partition(".")[0]
        first = next(iter(self.actors)).partition(".")[0]
        gone, status = self.gone.get(process, (None, 0))
        until = self.end if process == first else gone or self.last.get(process, self.end)
        if process in self.full:
            until = self.last[process]
        if actor.t1 is None:
            self.interrupted(actor, until)
            actor.t1 = until
        if actor.is_thread:
            actor.pieces = [piece for piece in actor.pieces if _lasts(piece)]
        if actor.kind == "process":
            if status and actor.state != "error":
                how = f"exit status {status}" if status > 0 else signal.Signals(-status).name
                actor.state = "cancelled" if status == -signal.SIGTERM else "error"
                self.marks.append((actor.id, actor.t1, actor.state, how))
            elif actor.state == "pending":
                actor.state = "ok"
            alone = not any(
                other.startswith(f"{process}.") for other in self.actors.keys() - {actor.id}
            )
            foreign = process in self.children and process not in self.helpers
            if foreign and alone and not actor.pieces:  # only its life is known
                self.add(actor, Piece("run", actor.t0, actor.t1, on="another program"))
        elif actor.kind in ("thread", "loop") and actor.state == "pending":
            actor.state = "ok"

    def interrupted(self, actor: Actor, until: int) -> None:
        """What was cut short: nothing more can be known of it, so it counts as standing still."""
        if actor.begun is not None:
            if until - actor.begun >= MOMENT and actor.at and not actor.stays:
                actor.stays.append(Piece("block", actor.at[0], until, actor.at[1]))
            self.stepped(actor, until, actor.at[1] if actor.at else "")
        elif actor.paused:
            self.waited(actor, until)
        elif actor.is_thread and actor.at:
            stays = until - actor.at[0] >= MOMENT
            self.add(actor, Piece("block" if stays else "run", actor.at[0], until, actor.at[1]))

    def fill_loop(self, loop: Actor, turns: list[Piece]) -> None:
        """A loop is idle where nothing has a step; what it needs for itself is not shown."""
        for turn in turns:
            last = loop.pieces[-1] if loop.pieces else None
            if last is None:
                loop.pieces.append(turn)
            elif turn.t0 - last.t1 >= LOOP_ITSELF:
                loop.pieces += [Piece("idle", last.t1, turn.t0), turn]
            elif (turn.kind, turn.stack) == (last.kind, last.stack):
                steps = turn.steps + last.steps if max(turn.steps, last.steps) > 1 else 1
                longer = last._replace(t1=max(last.t1, turn.t1), steps=steps)
                loop.pieces[-1] = longer
            elif turn.t1 > last.t1:
                loop.pieces.append(turn._replace(t0=last.t1))
        thread = self.actors.get(loop.host)
        if thread:  # between two runs of the loop, its thread may do something else
            loop.pieces = [
                part
                for piece in loop.pieces
                for part in (_without(piece, thread.pieces) if piece.kind == "idle" else [piece])
            ]
        if loop.pieces:
            loop.t0, loop.t1 = loop.pieces[0].t0, loop.pieces[-1].t1


def _lasts(piece: Piece) -> bool:
    """Whether what a thread did is long enough to tell of."""
    return piece.kind != "run" or piece.t1 - piece.t0 >= MOMENT


def _without(piece: Piece, others: list[Piece]) -> Iterable[Piece]:
    """The parts of a piece that are in none of the others, which are in order."""
    at = piece.t0
    for other in others:
        if other.t1 > at and other.t0 < piece.t1:
            if other.t0 > at:
                yield piece._replace(t0=at, t1=other.t0)
            at = other.t1
    if at < piece.t1:
        yield piece._replace(t0=at)


def _step(t0: int, t1: int, stack: Stack, stays: list[Piece]) -> list[Piece]:
    """A step in pieces: the long stays at lines, and what was between them."""
    at = t0
    pieces: list[Piece] = []
    for stay in stays:
        begun = max(stay.t0, at)
        if begun - at >= MOMENT and stay.kind != "run":
            pieces.append(Piece("run", at, begun))
        elif pieces and stay.kind != "run":
            pieces[-1] = pieces[-1]._replace(t1=begun)
        else:
            begun = at
        pieces.append(stay._replace(t0=begun))
        at = stay.t1
    if pieces and (t1 - at < MOMENT or pieces[-1].kind == "run"):
        pieces[-1] = pieces[-1]._replace(t1=t1)
    else:
        pieces.append(Piece("run", at, t1, stack))
    return pieces


def _sum(t0: int, t1: int, stays: list[Piece], steps: int) -> list[Piece]:
    """Many steps in pieces: the long stays at lines, and the sums of steps between them."""
    whole = Piece("run", t0, t1)
    parts = list(_without(whole, stays))
    length = sum(part.t1 - part.t0 for part in parts)
    sums = [
        part._replace(steps=max(2, round(steps * (part.t1 - part.t0) / length))) for part in parts
    ]
    return sorted([*stays, *sums], key=lambda piece: piece.t0)


def _own_part(stack: Stack, lane: str) -> Stack:
    """The frames of a stack from the lane's own on, if it is a generator; else all of them."""
    if ">" not in stack:
        return stack
    frames = stack.split("|")
    mark = f">{lane}"
    own = frames[frames.index(mark) :] if mark in frames else frames
    return "|".join(frame for frame in own if not frame.startswith(">"))


def _no_lanes(rows: list[Row]) -> dict[str, str]:
    """The generators of a process that are no lanes, with who stands for each.

    A generator is a lane if it goes on in turn with another one, as tasks do: this, that, this,
    that. One that is asked for one value after another is a part of what asks.
    """
    hosts = {row.details[0]: row.details[4] for row in rows if _is(row, "lane", "gen")}
    steps: dict[str, list[int]] = {lane: [] for lane in hosts}
    for number, row in enumerate(rows):
        if row.event == "step" and row.details[0] in steps:
            steps[row.details[0]].append(number)
    in_turn = {
        lane
        for one, other in combinations([lane for lane in hosts if len(steps[lane]) > 1], 2)
        if hosts[one] == hosts[other] and _alternate(steps[one], steps[other])
        for lane in (one, other)
    }
    instead = {}
    for lane in hosts.keys() - in_turn:
        host = hosts[lane]
        while host in hosts and host not in in_turn:
            host = hosts[host]
        instead[lane] = host
    return instead


def _is(row: Row, event: str, kind: str) -> bool:
    return row.event == event and row.details[1] == kind


def _alternate(one: list[int], other: list[int]) -> bool:
    """Whether each of two rising lists of places has something between two of the other's."""
    return all(
        any(
            bisect_left(inner, second) > bisect_left(inner, first)
            for first, second in pairwise(outer)
        )
        for outer, inner in ((one, other), (other, one))
    )
