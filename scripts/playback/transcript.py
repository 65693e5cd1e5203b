"""Draws the output of a Run: as the text of a terminal, and as HTML with a time gutter."""

import difflib
import re
from html import escape

from playback.run import Run

_NUMBER = re.compile(r"\s*(?:0x[0-9a-f]+|\d+(?:[.,_:]\d+)*(?:e[-+]?\d+)?)")


def as_text(run: Run) -> str:
    """The run as a terminal shows it: `$ python name.py`, then what it printed."""
    lines = [f"$ python {run.file}", *(line.text for line in run.output)]
    return "".join(f"{line}\n" for line in lines)


def shape(text: str) -> list[str]:
    """The lines of `text` with each number, and the blanks before it, made the same."""
    return [_NUMBER.sub(" #", line) for line in text.splitlines()]


def difference(expected: str, actual: str) -> str:
    """How the lines of `actual` differ from `expected` in anything but numbers, or ""."""
    if shape(expected) == shape(actual):
        return ""
    before, after = expected.splitlines(), actual.splitlines()
    alike = difflib.SequenceMatcher(None, shape(expected), shape(actual), autojunk=False)
    for a, b, size in alike.get_matching_blocks():
        before[a : a + size] = after[b : b + size]  # so that only what is unlike is shown
    return "\n".join(difflib.unified_diff(before, after, "expected", "this run", lineterm=""))


def as_html(run: Run) -> str:
    """The run's output as a list of lines, each with the second at which it appeared."""
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
    if run.unkept:
        rows.append(_note(f"… and {run.unkept:,} bytes more, which are not shown"))
    if run.exit:
        how = f"with exit status {run.exit}" if run.exit > 0 else f"by signal {-run.exit}"
        rows.append(_note(f"ended {how}"))
    return f'<ol class="transcript timed" aria-label="Output">{"".join(rows)}</ol>'


def expected_as_html(text: str) -> str:
    """The text of an `.out` file as the same list, without times."""
    rows = [_row(line) for line in text.splitlines()[1:]]
    return f'<ol class="transcript" aria-label="Output">{"".join(rows)}</ol>'


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
