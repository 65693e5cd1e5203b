"""A Run survives its JSON; whatever else is in such a file is told, never half understood."""

import json
from typing import Any

import pytest
from playback.run import VERSION, Call, Lane, Link, Made, Mark, Output, Run, Span

WHOLE = Run(
    file="soup.py",
    source='print("Crème brûlée — \\u2713")\n',
    exit=-9,
    wall=1_250_000,
    startup=40_000,
    clock="real",
    made=Made(
        python="3.13.0",
        implementation="CPython",
        platform="Linux x86_64, 2 cores",
        packages={"requests": "2.34.0"},
        date="2026-11-22T10:00:00+00:00",
        best_of=3,
        key="abc",
    ),
    output=[
        Output(0, "stdout", "Crème brûlée — ✓", lane=1, line=4),
        Output(1_200_000, "stderr", 'a "quoted" line\twith \x00 and \u2028'),
    ],
    lanes=[Lane("task", "Task-1", "cook", "cook('soup')", None, 0, 12, 0, 900, "ok")],
    spans=[Span(0, "wait", 10, 800, [("sleep", 3), ("cook", 12)], on="sleep", steps=3)],
    calls=[Call(0, 20, 700, "cook('soup')", 0)],
    marks=[Mark(0, 5, "error", "ValueError('soup')")],
    links=[Link("spawn", 0, 0, 4)],
    unkept=7,
    truncated=True,
)


def changed(**values: Any) -> str:
    """The JSON of a run with some of its keys changed."""
    return json.dumps({**json.loads(WHOLE.to_json()), **values})


def row(part: str, **values: Any) -> str:
    """The JSON of a run with one row of `part` changed."""
    [first, *others] = json.loads(WHOLE.to_json())[part]
    return changed(**{part: [{**first, **values}, *others]})


def test_a_run_comes_back_from_its_json_as_it_was() -> None:
    assert Run.from_json(WHOLE.to_json()) == WHOLE


def test_the_json_is_one_line() -> None:
    assert WHOLE.to_json().count("\n") == 1
    assert WHOLE.to_json().endswith("}\n")


def test_a_moment_is_that_of_the_first_line_with_the_text() -> None:
    assert WHOLE.moment("quoted") == 1_200_000
    assert WHOLE.moment("dessert") is None


def without(key: str) -> str:
    """The JSON of a run that lacks a key."""
    return json.dumps({k: value for k, value in json.loads(WHOLE.to_json()).items() if k != key})


REFUSED = {
    "nothing": ("", "Expecting value"),
    "half of it": (WHOLE.to_json()[:200], "Unterminated|Expecting"),
    "no JSON": ("print('soup')", "Expecting value"),
    "too deep": ("[" * 200_000, "nested too deeply"),
    "null": ("null", f"version {VERSION}"),
    "a list": ("[]", f"version {VERSION}"),
    "a number": ("1", f"version {VERSION}"),
    "an empty object": ("{}", f"version {VERSION}"),
    "another version": (changed(v=VERSION + 1), f"version {VERSION}"),
    "true for a version": (changed(v=True), f"version {VERSION}"),
    "a missing key": (without("startup"), "a run lacks, or does not have, startup"),
    "an unknown key": (changed(colour="red"), "a run lacks, or does not have, colour"),
    "text for a time": (changed(wall="1"), "wall is '1', expected"),
    "a fraction for a time": (changed(wall=1.5), "wall is 1.5, expected"),
    "a number for a truth": (changed(truncated=1), "truncated is 1, expected"),
    "null for a time": (changed(wall=None), "wall is None, expected"),
    "an unknown clock": (changed(clock="sun"), "clock is 'sun', expected"),
    "made of a list": (changed(made=[]), r"made is \[\], expected"),
    "made without a date": (changed(made={"python": "3"}), "made lacks, .* date,"),
    "output of an object": (changed(output={}), "output is {}, expected"),
    "a number for a row": (changed(output=[3]), "output is 3, expected"),
    "an unknown stream": (row("output", stream="stdin"), "stream is 'stdin', expected"),
    "a number for a text": (row("output", text=5), "text is 5, expected"),
    "text for a lane": (row("output", lane="1"), "lane is '1', expected"),
    "a row without its text": (
        changed(output=[{"t": 1, "stream": "stdout", "lane": None, "line": None}]),
        "output lacks, or does not have, text",
    ),
    "a lane of unknown state": (row("lanes", state="tired"), "state is 'tired', expected"),
    "a stack of texts": (row("spans", at=["cook"]), "at is 'cook', expected"),
    "a stack without a line": (row("spans", at=[["cook"]]), r"at is \['cook'\], expected"),
    "a line that is text": (row("spans", at=[["cook", "1"]]), "at is '1', expected"),
    "a link of two names": (row("links", a="x"), "a is 'x', expected"),
    "a mark with no moment": (row("marks", t=None), "t is None, expected"),
    "versions that are numbers": (
        changed(made={**json.loads(WHOLE.to_json())["made"], "packages": {"requests": 2}}),
        "packages is 2, expected",
    ),
}


@pytest.mark.parametrize(("text", "what"), REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        Run.from_json(text)
