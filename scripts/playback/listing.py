"""The Python-Markdown extension that puts a Run under each included snippet.

An author writes an ordinary inclusion (pymdownx.snippets) as the only line of a fence:

    ```python
    --8<-- "chapter/name.py"
    ```

The inclusion brings the code. This extension, which runs before it, sees which file it is, and
makes the fence a figure: title, code, output, and where the run comes from. A part after a colon
("chapter/name.py:fetch") shows an excerpt. Attributes of the fence: `hl_lines="fetch"` marks a
function, class or section by name, `code="off"`, `output="off"` and `timeline="off"` leave a
part out.

Runs are drawn under each other, on one axis, by a fence that names them:

    ```race
    chapter/name.py
    chapter/other.py
    ```

How prose quotes figures of a run is in `quote`.
"""

import re
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from playback.frame import Frame, Parts, fold, frame, race
from playback.library import Library
from playback.problem import Problem
from playback.quote import Quote
from playback.snippet import ROOT, SNIPPETS, Snippet, shown

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_INCLUDE = re.compile(
    r"""^\s*-{1,}8<-{1,}\s+["'](?P<path>[^"':]+\.py)(?::(?P<part>[^"']*))?["']\s*$"""
)
_ATTRIBUTE = re.compile(
    r"""\s*\b(?P<key>hl_lines|code|output|timeline|no-run)=(?P<quote>["'])(?P<value>.*?)(?P=quote)"""
)
_PARTS = ("code", "output", "timeline")
_LIST_ITEM = re.compile(r"^\s*\d+\.\s")
_TOKEN = re.compile(r"<p>\s*\ue000(\d+)\ue001\s*</p>|\ue000(\d+)\ue001")


class ListingExtension(Extension):
    """What mkdocs.yml names as `playback.listing`."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "snippets": [str(SNIPPETS), "the folder that inclusions name files in"],
            "captures": [str(ROOT / "captures"), "the folder of the recorded runs"],
            "docs": [
                str(ROOT / "docs"),
                "the folder of the pages, searched to tell where an error is",
            ],
            "source_url": ["", "where a reader finds the project's files, if that is known"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Python-Markdown's name
        """Register what finds the listings, what places them, and what quotes figures."""
        library = Library(
            snippets=Path(self.getConfig("snippets")).resolve(),
            captures=Path(self.getConfig("captures")).resolve(),
            docs=Path(self.getConfig("docs")).resolve(),
            source_url=self.getConfig("source_url"),
        )
        listings = _Listings(md, library)
        md.preprocessors.register(listings, "playback-listings", 33)  # snippets: 32
        md.postprocessors.register(_Place(listings), "playback-place", 5)  # raw_html: 30
        md.inlinePatterns.register(Quote(md, library), "playback-figure", 175)


def makeExtension(**settings: Any) -> ListingExtension:  # noqa: N802  Python-Markdown's name
    """Python-Markdown's way in."""
    return ListingExtension(**settings)


class _Listings(Preprocessor):
    """Finds the fences that include a snippet, and puts a mark before and after each."""

    def __init__(self, md: Markdown, library: Library) -> None:
        super().__init__(md)
        self.library = library
        self.marked: list[str | Frame] = []

    def run(self, lines: list[str]) -> list[str]:
        """The page's lines, with marks; the marks are in `self.marked`."""
        self.marked = []
        page: list[str] = []
        rest = iter(range(len(lines)))
        for place in rest:
            fence = _FENCE.match(lines[place])
            if not fence:
                page.append(lines[place])
                continue
            end = _end_of_fence(lines, place, fence["ticks"])
            body = lines[place + 1 : end]
            include = _INCLUDE.match(body[0]) if len(body) == 1 else None
            if include:
                block, last = self._listing(lines, place, end, fence, include)
                page += block
            elif fence["info"].split()[:1] == ["race"]:
                last = min(end, len(lines) - 1)
                page += self._race(lines[place : last + 1], fence)
            else:
                last = min(end, len(lines) - 1)
                opening = _without(lines[place], {"no-run"})
                page += [opening, *lines[place + 1 : last + 1]]
            for _ in range(last - place):
                next(rest, None)
        return page

    def _listing(
        self, lines: list[str], start: int, end: int, fence: re.Match[str], include: re.Match[str]
    ) -> tuple[list[str], int]:
        """The lines of one listing, and the number of the last line that it takes up."""
        text = lines[start + 1].strip()
        try:
            snippet = self.library.snippet(include["path"])
            part = snippet.lines(include["part"])
            settings = {
                found["key"]: found["value"] for found in _ATTRIBUTE.finditer(fence["info"])
            }
            marked_lines = _lines_of(snippet, settings.get("hl_lines"), part)
        except Problem as problem:
            raise self.library.error(text, problem) from None
        indent = fence["indent"]
        opening = _without(lines[start], {"hl_lines", "no-run", *_PARTS})
        if marked_lines:
            opening += f' hl_lines="{marked_lines}"'
        code = [opening, lines[start + 1], indent + fence["ticks"]]
        last = end
        if re.search(r"# \(\d+\)", snippet.source):  # the list that follows explains the code
            last = _end_of_list(lines, end)
            code += lines[end + 1 : last + 1]
        shows = Parts(**{key: settings.get(key) != "off" for key in _PARTS})
        if not shows.code:
            code = []
        ident = f"run{len(self.marked)}"
        around = frame(self.library, snippet, include["part"], shows, ident)
        self.marked += [around, around.after]
        before, after = (f"{indent}\ue000{len(self.marked) - back}\ue001" for back in (2, 1))
        return ["", before, "", *code, "", after, ""], last

    def _race(self, block: list[str], fence: re.Match[str]) -> list[str]:
        """The lines of a race, which is the whole `block` from fence to fence."""
        row = 0  # of the block, for an error to name
        snippets: list[Snippet] = []
        try:
            for text in block[1:-1]:
                row += 1
                if not text.strip():
                    continue
                snippet = self.library.snippet(text.strip())
                if snippet in snippets:
                    raise Problem(shown(snippet.path), "is in this race already; name another")
                snippets.append(snippet)
            row = 0
            if fence["info"].split() != ["race"]:
                raise Problem("race", "has no attributes; write ```race, and below it only paths")
            if len(snippets) < 2:
                raise Problem("race", "takes two runs or more, the path of each on its own line")
        except Problem as problem:
            raise self.library.error("\n".join(block), problem, row) from None
        self.marked.append(race(self.library, snippets, f"run{len(self.marked)}"))
        return ["", f"{fence['indent']}\ue000{len(self.marked) - 1}\ue001", ""]


class _Place(Postprocessor):
    """Puts each listing's figure where its marks are."""

    def __init__(self, listings: _Listings) -> None:
        super().__init__()
        self.listings = listings

    def run(self, text: str) -> str:
        """The page's HTML with the figures in it."""
        pieces: list[str] = []
        done = 0
        header: tuple[int, int] | None = None
        for mark in _TOKEN.finditer(text):
            pieces.append(fold(text[done : mark.start()], header))
            part = self.listings.marked[int(mark[1] or mark[2])]
            pieces.append(part.before if isinstance(part, Frame) else part)
            header = part.header if isinstance(part, Frame) else None
            done = mark.end()
        return "".join([*pieces, text[done:]])


def _end_of_fence(lines: list[str], start: int, ticks: str) -> int:
    """The number of the line that closes the fence which opens at `start`."""
    for number in range(start + 1, len(lines)):
        if re.fullmatch(rf"\s*{re.escape(ticks[0])}{{{len(ticks)},}}\s*", lines[number]):
            return number
    return len(lines)


def _end_of_list(lines: list[str], end: int) -> int:
    """The last line of the numbered list that follows line `end`, or `end` if none does."""
    last = end
    for number in range(end + 1, len(lines)):
        line = lines[number]
        if _LIST_ITEM.match(line) or (last > end and line.startswith("   ") and line.strip()):
            last = number
        elif line.strip():
            break
    return last


def _without(opening: str, keys: set[str]) -> str:
    """A fence's first line without those attributes."""
    return _ATTRIBUTE.sub(lambda found: "" if found["key"] in keys else found[0], opening)


def _lines_of(snippet: Snippet, names: str | None, part: tuple[int, int]) -> str:
    """The lines of those functions, classes and sections, counted as the page shows them."""
    places: list[str] = []
    for name in (names or "").split():
        if name not in snippet.parts:
            known = ", ".join(snippet.parts)
            raise Problem(shown(snippet.path), f"hl_lines names {name!r}; it has {known}")
        first, last = snippet.parts[name]
        rows = range(max(first, part[0]), min(last, part[1]) + 1)
        places += [str(row - part[0] + 1) for row in rows]
    return " ".join(places)
