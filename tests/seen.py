"""A recorded run, with the questions that tests ask of it; all times in milliseconds."""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playback.run import Lane, Mark, Run, Span

FOLDER = Path(__file__).parent / "lanes"
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.py"))

Times = list[tuple[float, float]]


@dataclass(frozen=True)
class Actor:
    """One lane of a run, with the questions that the tests ask of it; all times in ms."""

    run: Run = field(repr=False)
    place: int

    @property
    def lane(self) -> Lane:
        """What the run says of it."""
        return self.run.lanes[self.place]

    @property
    def state(self) -> str:
        """How it ended."""
        return self.lane.state

    @property
    def life(self) -> tuple[float, float]:
        """From when to when it was there."""
        return self.lane.t0 / 1000, self.lane.t1 / 1000

    def spans(self, *kinds: str, at: str | None = None) -> list[Span]:
        """Its spans of these kinds that took time, at the line with the text `at`."""
        line = at and line_of(self.run, at)
        return [
            span
            for span in self.run.spans
            if span.lane == self.place and span.kind in kinds and span.t1 > span.t0
            if not at or (span.at and span.at[0][1] == line)
        ]

    def times(self, *kinds: str, at: str | None = None) -> Times:
        """From when to when each of these spans lasted."""
        return [(span.t0 / 1000, span.t1 / 1000) for span in self.spans(*kinds, at=at)]

    def total(self, *kinds: str, at: str | None = None) -> float:
        """How long these spans lasted together."""
        return sum(span.t1 - span.t0 for span in self.spans(*kinds, at=at)) / 1000

    def stacks(self, *kinds: str, at: str | None = None) -> list[list[str]]:
        """The functions that these spans are in, innermost first."""
        return [[function for function, _ in span.at] for span in self.spans(*kinds, at=at)]

    def calls(self) -> list[tuple[str, int, float, float]]:
        """The calls that lasted: what, how deep, from when to when; in order, outermost first."""
        calls = sorted(
            (it for it in self.run.calls if it.lane == self.place),
            key=lambda it: (it.t0, it.depth),
        )
        return [(it.label, it.depth, it.t0 / 1000, it.t1 / 1000) for it in calls]

    def labels(self) -> list[str]:
        """What was called, in order."""
        return [label for label, *_ in self.calls()]

    def mark(self, kind: str) -> Mark:
        """Its only mark of this kind."""
        (mark,) = [it for it in self.run.marks if (it.lane, it.kind) == (self.place, kind)]
        return mark

    def is_made_by(self, maker: "Actor", at: str) -> bool:
        """Whether `maker` made it, at the line with the text `at`, and a link says so."""
        made = (self.lane.parent, self.lane.line, len(maker.moments("spawn", self)))
        return made == (maker.place, line_of(self.run, at), 1)

    def moments(self, kind: str, other: "Actor") -> list[float]:
        """When it started, woke or cancelled the `other`."""
        return [
            link.t / 1000
            for link in self.run.links
            if (link.kind, link.a, link.b) == (kind, self.place, other.place)
        ]

    def overlaps(self, other: "Actor") -> bool:
        """Whether there was a moment when both were there."""
        return max(self.life[0], other.life[0]) < min(self.life[1], other.life[1])


@dataclass(frozen=True)
class Seen:
    """A run, with the questions that the tests ask of it."""

    run: Run = field(repr=False)

    def all(self, which: str) -> list[Actor]:
        """The lanes of a kind, or with a function, a name or a label."""
        return [
            Actor(self.run, place)
            for place, lane in enumerate(self.run.lanes)
            if which in (lane.kind, lane.fn, lane.name, lane.label)
        ]

    def one(self, which: str) -> Actor:
        """The only such lane."""
        found = self.all(which)
        assert len(found) == 1, f"{len(found)} lanes {which!r} in {self.kinds()}"
        return found[0]

    @property
    def main(self) -> Actor:
        """The main thread."""
        assert self.run.lanes[0].name == "MainThread"
        return Actor(self.run, 0)

    @property
    def loop(self) -> Actor:
        """The only event loop."""
        return self.one("loop")

    @property
    def text(self) -> str:
        """All that it printed, on both streams, as a terminal shows it."""
        return "".join(f"{line.text}\n" for line in self.run.output)

    def lines(self, text: str) -> list[tuple[float, str]]:
        """Each line with this text in it, and when it was printed, in order."""
        return [(it.t / 1000, it.text) for it in self.run.output if text in it.text]

    def kinds(self) -> dict[str, int]:
        """How many lanes there are of each kind."""
        return dict(Counter(lane.kind for lane in self.run.lanes))

    def waits(self, text: str) -> Times:
        """From when to when any lane waited at the line with this text, in order."""
        everyone = (Actor(self.run, place) for place in range(len(self.run.lanes)))
        return sorted(times for each in everyone for times in each.times("wait", at=text))

    def printed(self, text: str, at: str) -> tuple[float, Actor]:
        """When, and by whom, the only line of output with this text was printed.

        Asserts that it was at the line of the program with the text `at`.
        """
        (output,) = [it for it in self.run.output if it.text == text]
        assert output.line == line_of(self.run, at)
        assert output.lane is not None
        return output.t / 1000, Actor(self.run, output.lane)


def line_of(run: Run, text: str) -> int:
    """The number of the program's only line with this text."""
    numbers = [number for number, line in enumerate(run.source.splitlines(), 1) if text in line]
    assert len(numbers) == 1, f"{text!r} is in lines {numbers} of {run.file}"
    return numbers[0]


def path_of(name: str) -> Path:
    """The file of a program in `lanes/`; one that needs a newer Python is skipped."""
    path = FOLDER / f"{name}.py"
    needs = re.search(r'requires-python = ">=3\.(\d+)"', path.read_text(encoding="utf-8"))
    if needs and sys.version_info < (3, int(needs[1])):
        pytest.skip(f"{name} needs Python 3.{needs[1]}")
    return path
