"""Quotes figures of runs in prose, so that no number there is typed by hand.

`[[chapter/name]]` is the seconds of a run, `[[chapter/a / chapter/b]]` the ratio of two runs.
`[[chapter/name @ text]]` is the moment at which the first line with that text appeared, and
`[[chapter/name @ text .. other]]` the seconds from that one to the first line with the other.
`[["text" in chapter/name]]` is that line itself, as a warning or an error that is spoken of; not
the place in a file that begins it. `[["some … text" in chapter/name]]` leaves out what is between.

`[[test pitfalls/name]]` is a badge: it leads to tests/pitfalls/test_name.py, which proves the page.
"""

import re
from base64 import b64encode
from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from playback.library import Library
from playback.problem import Problem
from playback.run import Run
from playback.snippet import Snippet, shown

_PLACE = re.compile(r"^[ |]*(?:\S+\.py:\d+: )?")  # of a warning, or of an exception in a group
_LINE = re.compile(r"""(["'])(?P<text>.+)\1 in (?P<name>\S+)""")


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
            element = self._element(match[1].strip())
        except Problem as problem:
            raise self.library.error(match[0], problem) from None
        return element, match.start(0), match.end(0)

    def _element(self, wanted: str) -> Element:
        """What stands for those words, between the brackets, on the page."""
        if wanted.startswith("test "):
            return self._badge(wanted.removeprefix("test ").strip())
        if line := _LINE.fullmatch(wanted):
            return self._line(line["name"], line["text"])
        return self._figure(wanted)

    def _figure(self, wanted: str) -> Element:
        names, _, text = (piece.strip() for piece in wanted.partition(" @ "))
        snippets = [self.library.snippet(f"{name.strip()}.py") for name in names.split(" / ")]
        runs = [run for snippet in snippets if (run := self.library.run(snippet))]
        texts = [piece.strip() for piece in text.split(" .. ")] if text else []
        if len(snippets) > 2 or (texts and len(snippets) > 1) or len(texts) > 2:
            raise Problem(
                wanted,
                "a figure is of one run, [[a]], [[a @ text]] or [[a @ text .. other]], "
                "or a ratio of two, [[a / b]]",
            )
        if len(runs) < len(snippets):
            for text in texts:
                self._expected_line(snippets[0], text)
            return _data("(not recorded yet)", "scripts/capture records it", missing=True)
        if len(runs) == 2:
            value = runs[0].wall / runs[1].wall
            title = f"the time of {runs[0].file} divided by that of {runs[1].file}"
            return _data(f"{value:.1f}", f"{title}, recorded on {runs[0].made.day}", value)
        [run] = runs
        moments = [_moment(snippets[0], run, text) for text in texts]
        if len(moments) == 2:
            t, title = moments[1] - moments[0], f"from one line of {run.file} to another"
        elif moments:
            t, title = moments[0], f"when {run.file} printed it"
        else:
            t, title = run.wall, f"the run of {run.file}"
        seconds = t / 1_000_000
        return _data(
            f"{seconds:.2f}\N{NO-BREAK SPACE}s", f"{title}, recorded on {run.made.day}", seconds
        )

    def _line(self, name: str, text: str) -> Element:
        """The first line with that text which the run printed, or is expected to."""
        snippet = self.library.snippet(f"{name}.py")
        kind = "quoted"
        if run := self.library.run(snippet):
            line = next((line for line in run.output if _has(line.text, text)), None)
            if line is None:
                raise Problem(snippet.name, f"its run printed no line with {text!r}")
            found = line.text
            kind += f" {line.stream}"
        else:
            found = self._expected_line(snippet, text) or text
        element = Element("code", {"class": kind, "title": f"printed by {snippet.path.name}"})
        element.text = AtomicString(_shortened(found, text))
        return element

    def _expected_line(self, snippet: Snippet, text: str) -> str | None:
        """The first line with that text in the expected output; None if nothing is known of it."""
        if not snippet.expected.exists():
            return None
        for line in snippet.expected.read_text(encoding="utf-8").splitlines():
            if _has(line, text):
                return line
        raise Problem(shown(snippet.expected), f"has no line with {text!r}")

    def _badge(self, name: str) -> Element:
        """A link to the test of that name: where the sources are, or else the file itself."""
        folder, _, module = name.rpartition("/")
        path = self.library.snippets.parent / "tests" / folder / f"test_{module}.py"
        if not path.exists():
            raise Problem(shown(path), "there is no such test; write it, or mend the badge")
        if self.library.source_url:
            where = f"{self.library.source_url.rstrip('/')}/tests/{folder}/{path.name}"
            element = Element("a", {"class": "proven", "href": where})
        else:
            content = b64encode(path.read_bytes()).decode()
            where = f"data:text/x-python;base64,{content}"
            element = Element("a", {"class": "proven", "download": path.name, "href": where})
        element.text = AtomicString(f"proven by {path.name}")
        return element


def _has(line: str, text: str) -> bool:
    """Whether the line has that text in it, or, in order, the pieces that "…" separates."""
    return bool(re.search(".*".join(map(re.escape, re.split(r"\s*…\s*", text))), line))


def _shortened(line: str, text: str) -> str:
    """The line without its place in a file, and without what "…" stands for in `text`."""
    shown = _PLACE.sub("", line)
    for before, after in pairwise(re.split(r"\s*…\s*", text)):
        end = shown.index(before) + len(before)
        shown = f"{shown[:end]} … {shown[shown.index(after, end) :]}"
    return shown.strip()


def _moment(snippet: Snippet, run: Run, text: str) -> int:
    """When the run printed the first line with that text."""
    t = run.moment(text)
    if t is None:
        raise Problem(snippet.name, f"its run printed no line with {text!r}")
    return t


def _data(text: str, title: str, value: float | None = None, *, missing: bool = False) -> Element:
    """A figure in the prose: an element that says which run it is from."""
    element = Element("data", {"class": "figure missing" if missing else "figure"})
    element.set("title", title)
    if value is not None:
        element.set("value", f"{value:.6f}")
    element.text = AtomicString(text)
    return element
