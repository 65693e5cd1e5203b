"""The captured runs of the snippets, with the questions that tests of chapters ask of them."""

from playback.run import Run, Span
from playback.snippet import ROOT

Taken = dict[str, Run]


def captured() -> Taken:
    """Every capture, by the name of its program."""
    captures = (ROOT / "captures").rglob("*.json")
    return {path.stem: Run.from_json(path.read_text(encoding="utf-8")) for path in captures}


def at(run: Run, text: str) -> int:
    """When the line with that text appeared."""
    t = run.moment(text)
    assert t is not None, f"{run.file} printed no {text!r}"
    return t


def spans(run: Run, label: str, *kinds: str) -> list[Span]:
    """What the lane of that label did, of some kinds."""
    lane = next(place for place, lane in enumerate(run.lanes) if lane.label == label)
    return [span for span in run.spans if span.lane == lane and span.kind in kinds]
