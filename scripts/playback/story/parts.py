"""What a story is made of: events, what a lane did, its turns; and how these are put together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from playback.run import Output, Span

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class Event:
    """A moment in the making.

    `since` is when what it tells began, if before `t`; `said` is the moment that is told with it;
    `line` is where its lane is, if another line than its span says; `form` is the same for events
    that tell the same of different lanes; `then` says what the loop does next; `shows` is the
    kind of the last item, and `ends_turn` that it is the last of a task's turn.
    """

    t: int
    lane: int | None
    sentences: list[str]
    line: int | None = None
    since: int | None = None
    said: int | None = None
    form: tuple[object, ...] = ()
    then: str = ""
    shows: str = ""
    ends_turn: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a lane did: `phrase` goes on from the lane's name."""

    t: int
    kind: str
    phrase: str
    line: int | None = None


@dataclass(slots=True)
class Turn:
    """What a task did between two waits: its spans there, those before, and the one after."""

    before: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    after: Span | None = None

    @property
    def t0(self) -> int:
        """When it began, in microseconds of the run."""
        return self.spans[0].t0

    @property
    def t1(self) -> int:
        """When it was over."""
        return self.spans[-1].t1


def by_lane(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values of each key, in order; there is an empty list for any other."""
    result: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        result[key].append(value)
    return result


def turns_of(spans: list[Span]) -> Iterator[Turn]:
    """The turns of a task, from its spans in order."""
    turn = Turn()
    for span in spans:
        if span.kind in ("run", "block"):
            turn.spans.append(span)
        elif turn.spans:
            turn.after = span
            yield turn
            turn = Turn(before=[span])
        else:
            turn.before.append(span)
    if turn.spans:
        yield turn


def in_lumps(
    lines: Sequence[Output], noticed: int, breaks: Sequence[int] = ()
) -> Iterator[list[Output]]:
    """Lines of one stream that appeared one right after the other, with no break in between."""
    group: list[Output] = []
    for it in lines:
        if group and (
            it.stream != group[0].stream
            or it.t - group[-1].t >= noticed
            or any(group[-1].t <= moment < it.t for moment in breaks)
        ):
            yield group
            group = []
        group.append(it)
    if group:
        yield group
