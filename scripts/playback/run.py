"""The data model of a recorded run, to and from JSON.

One `Run` is what a program really did: what it printed and when, and (from the timeline recorder)
which task, thread or process did what. Its JSON is its only form on disk and on the wire.

All times are integers, in microseconds from the run's zero: the moment the program's imports
were done. Starting the interpreter and importing packages came before (`startup`); shutting the
interpreter down came after (`wall`).
"""

import json
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints

VERSION = 2

Stream = Literal["stdout", "stderr"]
Clock = Literal["real", "exact"]


@dataclass(frozen=True, slots=True)
class Output:
    """A line the program printed: when it appeared, where, and by which lane's line (if known)."""

    t: int
    stream: Stream
    text: str
    lane: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What a run was made with, so that a reader can judge it and a capture can be reused.

    `packages` maps the names of the program's declared dependencies to versions; `date` is
    ISO 8601; `best_of` says of how many runs this one was the shortest; `others` is how many
    processors other programs kept busy meanwhile, where that matters and is known; `key` is the
    digest of everything the run depends on.
    """

    python: str
    implementation: str
    platform: str
    packages: dict[str, str]
    date: str
    best_of: int
    others: float | None = None
    key: str = ""

    @property
    def disturbed(self) -> bool:
        """Whether other programs took more than an idle machine's: a tenth of a processor."""
        return self.others is not None and self.others > 0.1

    @property
    def day(self) -> str:
        """The date as people write it: "22 November 2026"."""
        date = datetime.fromisoformat(self.date)
        return f"{date.day} {date:%B %Y}"


@dataclass(frozen=True, slots=True)
class Lane:
    """One actor: something that runs and waits by itself.

    - `process`: a process that the program started; it stands for that process's main thread too.
    - `thread`: a thread, the main thread of the program first of all.
    - `loop`: an event loop, from its first step to its last.
    - `task`: a task of asyncio or of Trio.
    - `gen`: a generator that the program drives by hand, in turn with others.
    - `coro`: a coroutine that the program drives by hand.

    `name` is what the program calls it ("" for a loop, a gen and a coro, and where Trio or AnyIO
    call a task as its function); `fn` is the function it
    executes, and `label` that function's call as far as its arguments are plain:
    "order('soup', 0.1)". `parent` is the lane that made it, at the program's `line`; `host` the
    lane that it runs on: a task's loop, a loop's thread, a thread's process. All lanes are numbered
    by their place.

    `state` is how it ended: `pending` has not, and `lost` is a task that nobody held.
    """

    kind: Literal["process", "thread", "loop", "task", "gen", "coro"]
    name: str
    fn: str
    label: str
    parent: int | None
    host: int | None
    line: int | None
    t0: int
    t1: int
    state: Literal["ok", "error", "cancelled", "pending", "lost"]


@dataclass(frozen=True, slots=True)
class Span:
    """What a lane did from `t0` to `t1`.

    `wait`: suspended at an await. `ready`: could go on, but the loop is busy, or sleeps and was
    not woken. `block`: the thread is stuck. `run`: it computes. `idle`: the loop has nothing to do.
    Spans of one lane do not overlap. A task's `run` and `block` are also a `run` of its loop, which
    has no stack. A process of which nothing but its life is known has one `run`, on "another
    program".

    `at` is the stack, innermost first, as [function, line]: only the program's own code, so it may
    be empty. `on` says what it waits for, as the standard library calls it ("sleep", "Queue.get",
    "Future"). `steps` counts the steps of the loop that were made one span, in a long run.
    """

    lane: int
    kind: Literal["run", "wait", "ready", "block", "idle"]
    t0: int
    t1: int
    at: list[tuple[str, int]]
    on: str | None = None
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Call:
    """A call that lasted: `label` is "download('menu')", `depth` 0 for the outermost of a lane."""

    lane: int
    t0: int
    t1: int
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a lane at one moment.

    How it ended: `ok`, `error` or `cancelled`. `lost`: nobody held the task, and it was thrown
    away. `unretrieved`: nobody asked for its exception. `never-awaited`: a coroutine was made and
    thrown away. `text` has the exception, the status or the coroutine's name, or is "".
    """

    lane: int
    t: int
    kind: Literal["ok", "error", "cancelled", "lost", "unretrieved", "never-awaited"]
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Lane `a` started, woke or cancelled lane `b` at `t`; if a timer did, `a` is its loop."""

    kind: Literal["spawn", "wake", "cancel"]
    a: int
    b: int
    t: int


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one program; see the module's docstring for its times.

    `exit` is the exit status, negative for a signal. `unkept` counts the bytes of output that
    were over the limit and are not in `output`; `truncated` says that the run was too long for
    each step to be kept: spans are sums then, or lanes are missing.
    """

    file: str
    source: str
    exit: int
    wall: int
    startup: int
    clock: Clock
    made: Made
    output: list[Output]
    lanes: list[Lane] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    unkept: int = 0
    truncated: bool = False
    v: int = VERSION

    def moment(self, text: str) -> int | None:
        """When the first line that contains `text` appeared, or None if none does."""
        return next((line.t for line in self.output if text in line.text), None)

    def to_json(self) -> str:
        """The run as JSON, on one line."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The run that `to_json` wrote.

        Raises ValueError, with what is wrong, for anything else.
        """
        try:
            data = json.loads(text)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if not isinstance(data, dict) or data.get("v") != VERSION:
            raise ValueError(f"not a run of version {VERSION}")
        run: Self = _read(data, cls, "a run")
        return run


def _read(value: Any, kind: Any, name: str) -> Any:
    """`value` as JSON gave it, as the `kind` that an annotation names; `name` is what it is."""
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, dict):
        kinds = _annotations(kind)
        if odd := sorted(value.keys() ^ kinds.keys()):
            raise ValueError(f"{name} lacks, or does not have, {', '.join(odd)}")
        return kind(**{key: _read(value[key], kinds[key], key) for key in kinds})
    if origin is list and isinstance(value, list):
        return [_read(item, parts[0], name) for item in value]
    if origin is tuple and isinstance(value, list) and len(value) == len(parts):
        return tuple(_read(item, part, name) for item, part in zip(value, parts, strict=True))
    if origin is dict and isinstance(value, dict):
        return {key: _read(item, parts[1], name) for key, item in value.items()}
    if type(value) is kind or (origin is UnionType and type(value) in parts):
        return value
    if origin is Literal and value in parts:
        return value
    raise ValueError(f"{name} is {value!r:.60}, expected {kind}")


@cache
def _annotations(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
