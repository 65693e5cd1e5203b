"""The captured runs of the snippets, with the questions that tests of chapters ask of them."""

import functools
from collections.abc import Callable
from typing import Any

from playback.run import Run, Span
from playback.snippet import ROOT, SNIPPETS
from playback.stage import open_stage
from programs import real

Taken = dict[str, Run]


def captured() -> Taken:
    """Every capture, by the name of its program."""
    captures = (ROOT / "captures").rglob("*.json")
    return {path.stem: Run.from_json(path.read_text(encoding="utf-8")) for path in captures}


class Asked(Taken):
    """Runs, with the names of those that somebody has asked for."""

    def __init__(self, runs: Taken) -> None:
        super().__init__(runs)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Run:
        """One of them, whose name is noted."""
        self.names.add(name)
        return super().__getitem__(name)


def best_of_three(test: Callable[..., None]) -> Callable[..., None]:
    """A test of how long captured runs took: where it fails, they are made again, twice at most.

    Whatever else this machine does can make a part of a run longer. That is for time alone: what a
    program does, and in which order, holds of each of its runs.
    """

    @functools.wraps(test)
    def at_most_three_times(taken: Taken, **fixtures: Any) -> None:
        runs = Asked(taken)
        for _ in range(2):
            try:
                test(taken=runs, **fixtures)
            except AssertionError:
                with open_stage() as stage:
                    for name in runs.names:
                        [program] = SNIPPETS.rglob(f"{name}.py")
                        runs[name] = real(program, stage)
            else:
                return
        test(taken=runs, **fixtures)

    return at_most_three_times


def at(run: Run, text: str) -> int:
    """When the line with that text appeared."""
    t = run.moment(text)
    assert t is not None, f"{run.file} printed no {text!r}"
    return t


def spans(run: Run, label: str, *kinds: str) -> list[Span]:
    """What the lane of that label did, of some kinds."""
    lane = next(place for place, lane in enumerate(run.lanes) if lane.label == label)
    return [span for span in run.spans if span.lane == lane and span.kind in kinds]
