"""Draws the output of a Run: as the text of a terminal, and as HTML with a time gutter."""

import difflib
import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Literal

from playback.run import Run

_FRAME = re.compile(r'(?P<before>[ |]*)File "(?P<file>[^"]+)", line \d+,? in ')
_AT_EXIT = re.compile(r"^(?:sys:1|<sys>:0): ", re.MULTILINE)  # until 3.12, and since 3.13
_LIBRARY_LINE = re.compile(r"(\.\.\./[\w./-]+\.py):\d+")
_NUMBER = re.compile(r"\s*(?:0x[0-9a-f]+|\d+(?:[.,_:]\d+)*(?:e[-+]?\d+)?)")


def as_text(run: Run) -> str:
    """The run as a terminal shows it: `$ python name.py`, then what it printed."""
    lines = [f"$ python {run.file}", *(line.text for line in run.output)]
    return "".join(f"{line}\n" for line in lines)


def shape(text: str) -> list[str]:
    """The lines of `text` with each number, and the blanks before it, made the same."""
    return [_NUMBER.sub(" #", line) for line in text.splitlines()]


def portable(text: str) -> str:
    """`text` without what another Python says otherwise for the same reason.

    That is, in tracebacks, the frames of libraries, and all but the first line of the source below
    a frame of the program; elsewhere, the numbers of a library's lines, and what a warning at the
    program's very end gives as its place.
    """
    lines = text.splitlines()
    parts = zip(lines, _parts_of_tracebacks(lines), strict=True)
    kept = [line for line, part in parts if part in ("text", "frame")]
    text = "".join(f"{line}\n" for line in kept)
    return _AT_EXIT.sub("sys: ", _LIBRARY_LINE.sub(r"\1", text))


def difference(expected: str, actual: str) -> str:
    """How the lines of `actual` differ from `expected` in anything but numbers, or "".

    Tracebacks are compared as `portable` says.
    """
    expected, actual = portable(expected), portable(actual)
    if shape(expected) == shape(actual):
        return ""
    before, after = expected.splitlines(), actual.splitlines()
    alike = difflib.SequenceMatcher(None, shape(expected), shape(actual), autojunk=False)
    for a, b, size in alike.get_matching_blocks():
        before[a : a + size] = after[b : b + size]  # so that only what is unlike is shown
    return "\n".join(difflib.unified_diff(before, after, "expected", "this run", lineterm=""))


def _parts_of_tracebacks(
    lines: Iterable[str],
) -> Iterator[Literal["text", "frame", "detail", "library"]]:
    """What each line is: other text, a frame of the program, a detail of it, a library's frame.

    A frame of the program is two lines, where and what; the rest of its source and the carets
    below it are details.
    """
    part: Literal["text", "frame", "detail", "library"] = "text"
    inside, below = "", 0
    for line in lines:
        below += 1
        if frame := _FRAME.match(line):
            inside, below = f"{frame['before']}  ", 0
            part = "library" if frame["file"].startswith(".../") else "frame"
        elif part == "text" or not line.startswith(inside):
            part = "text"
        elif part == "frame" and below > 1:
            part = "detail"
        yield part


def as_html(run: Run) -> str:
    """The run's output as a list of lines, each with the second at which it appeared.

    Frames of libraries, in tracebacks, are folded.
    """
    rows = []
    moment, stream = "", ""
    for line in run.output:
        before, moment = moment, f"{line.t / 1_000_000:.2f}"
        first, stream = line.stream != stream, line.stream
        rows.append(
            _row(
                line.text,
                moment,
                again=moment == before,
                error=line.stream == "stderr",
                first=first,
            )
        )
    rows = _folded(rows, [line.text for line in run.output])
    if run.unkept:
        rows.append(_note(f"… and {run.unkept:,} bytes more, which are not shown"))
    if run.exit:
        how = f"with exit status {run.exit}" if run.exit > 0 else f"by signal {-run.exit}"
        rows.append(_note(f"ended {how}"))
    return f'<ol class="transcript timed" aria-label="Output">{"".join(rows)}</ol>'


def expected_as_html(text: str) -> str:
    """The text of an `.out` file as the same list, without times."""
    lines = text.splitlines()[1:]
    rows = _folded([_row(line) for line in lines], lines)
    return f'<ol class="transcript" aria-label="Output">{"".join(rows)}</ol>'


def _folded(rows: list[str], lines: list[str]) -> list[str]:
    """The rows, one for each line, with those of libraries' frames folded away."""
    folded: list[str] = []
    parts = zip(rows, lines, _parts_of_tracebacks(lines), strict=True)
    for in_library, group in groupby(parts, lambda it: it[2] == "library"):
        together = list(group)
        html = "".join(row for row, _, _ in together)
        if in_library:
            frames = [found["file"] for _, line, _ in together if (found := _FRAME.match(line))]
            packages = dict.fromkeys(
                file.removeprefix(".../").partition("/")[0].removesuffix(".py") for file in frames
            )
            kind = " stderr" if together[0][0].startswith('<li class="stderr"') else ""
            count = f"{len(frames)} frames" if len(frames) > 1 else "a frame"
            html = (
                f'<li class="note frames{kind}"><details><summary>{count} of {", ".join(packages)}'
                f"</summary><ol>{html}</ol></details></li>"
            )
        folded.append(html)
    return folded


def _row(
    text: str, moment: str = "", *, again: bool = False, error: bool = False, first: bool = True
) -> str:
    """One line; `again` in the same hundredth of a second, `first` of its stream in a row."""
    hidden = " class=again" if again else ""
    time = f'<time datetime="PT{moment}S"{hidden}>{moment}</time> ' if moment else ""
    kind = '<span class="stream">stderr</span> ' if error and first else ""
    opening = '<li class="stderr">' if error else "<li>"
    return f"{opening}{time}{kind}<samp>{escape(text, quote=False) or '&nbsp;'}</samp></li>"


def _note(text: str) -> str:
    return f'<li class="note">{escape(text)}</li>'
