"""Quotes figures of runs in prose, so that no number there is typed by hand.

`[[chapter/name]]` is the seconds of a run, `[[chapter/a / chapter/b]]` the ratio of two runs, and
`[[chapter/name @ text]]` the moment at which the first line with that text appeared.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from playback.library import Library
from playback.problem import Problem
from playback.snippet import shown


class Quote(InlineProcessor):
    """Quotes a figure of a run: `[[chapter/name]]` and its kin."""

    def __init__(self, md: Markdown, library: Library) -> None:
        super().__init__(r"\[\[([^\[\]\n]+)\]\]", md)
        self.library = library

    def handleMatch(  # type: ignore[override]  # noqa: N802  Python-Markdown's name
        self, match: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """The figure as a `data` element that says which run it is from."""
        try:
            element = self._figure(match[1].strip())
        except Problem as problem:
            raise self.library.error(match[0], problem) from None
        return element, match.start(0), match.end(0)

    def _figure(self, wanted: str) -> Element:
        names, _, text = (piece.strip() for piece in wanted.partition(" @ "))
        snippets = [self.library.snippet(f"{name.strip()}.py") for name in names.split(" / ")]
        runs = [run for snippet in snippets if (run := self.library.run(snippet))]
        if len(snippets) > 2 or (text and len(snippets) > 1):
            raise Problem(
                wanted,
                "a figure is of one run, [[a]] or [[a @ text]], or a ratio of two, [[a / b]]",
            )
        if len(runs) < len(snippets):
            expected = snippets[0].expected
            if text and expected.exists() and text not in expected.read_text(encoding="utf-8"):
                raise Problem(shown(expected), f"has no line with {text!r}")
            return _data("(not recorded yet)", "scripts/capture records it", missing=True)
        if len(runs) == 2:
            value = runs[0].wall / runs[1].wall
            title = f"the time of {runs[0].file} divided by that of {runs[1].file}"
            return _data(f"{value:.1f}", f"{title}, recorded on {runs[0].made.day}", value)
        [run] = runs
        t = run.moment(text) if text else run.wall
        if t is None:
            raise Problem(snippets[0].name, f"its run printed no line with {text!r}")
        title = f"when {run.file} printed it" if text else f"the run of {run.file}"
        seconds = t / 1_000_000
        return _data(
            f"{seconds:.2f}\N{NO-BREAK SPACE}s", f"{title}, recorded on {run.made.day}", seconds
        )


def _data(text: str, title: str, value: float | None = None, *, missing: bool = False) -> Element:
    """A figure in the prose: an element that says which run it is from."""
    element = Element("data", {"class": "figure missing" if missing else "figure"})
    element.set("title", title)
    if value is not None:
        element.set("value", f"{value:.6f}")
    element.text = AtomicString(text)
    return element
