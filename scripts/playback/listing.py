"""The Python-Markdown extension that puts a Run under each included snippet.

An author writes an ordinary inclusion (pymdownx.snippets) as the only line of a fence:

    ```python
    --8<-- "chapter/name.py"
    ```

The inclusion brings the code. This extension, which runs before it, sees which file it is, and
makes the fence a figure: title, code, output, and where the run comes from. A part after a colon
("chapter/name.py:fetch") shows an excerpt. Attributes of the fence: `hl_lines="fetch"` marks a
function, class or section by name, `code="off"` and `output="off"` leave a part out.

In prose, `[[chapter/name]]` quotes the seconds of a run, `[[chapter/a / chapter/b]]` the ratio of
two, `[[chapter/name @ text]]` the moment at which the first line with that text appeared.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from playback.problem import Problem
from playback.run import Run
from playback.snippet import ROOT, SNIPPETS, Snippet, shown
from playback.transcript import as_html, expected_as_html

try:  # MkDocs tells a BuildError in one line; without MkDocs, a Problem is told as it is
    from mkdocs.exceptions import BuildError
except ImportError:
    BuildError = Problem  # type: ignore[misc, assignment]

_FENCE = re.compile(r"^(?P<indent>\s*)(?P<ticks>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_INCLUDE = re.compile(
    r"""^\s*-{1,}8<-{1,}\s+["'](?P<path>[^"':]+\.py)(?::(?P<part>[^"']*))?["']\s*$"""
)
_ATTRIBUTE = re.compile(
    r"""\s*\b(?P<key>hl_lines|code|output|no-run)=(?P<quote>["'])(?P<value>.*?)(?P=quote)"""
)
_ANNOTATION = re.compile(r"\s*# \(\d+\)!?$", re.MULTILINE)
_LIST_ITEM = re.compile(r"^\s*\d+\.\s")
_TOKEN = re.compile(r"<p>\s*\ue000(\d+)\ue001\s*</p>|\ue000(\d+)\ue001")
_LINE_SPAN = re.compile(r'<span id="__span-\d+-(\d+)"')
_FIGURE = r"\[\[([^\[\]\n]+)\]\]"


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
        library = _Library(
            snippets=Path(self.getConfig("snippets")).resolve(),
            captures=Path(self.getConfig("captures")).resolve(),
            docs=Path(self.getConfig("docs")).resolve(),
            source_url=self.getConfig("source_url"),
        )
        listings = _Listings(md, library)
        md.preprocessors.register(listings, "playback-listings", 33)  # snippets: 32
        md.postprocessors.register(_Place(listings), "playback-place", 5)  # raw_html: 30
        md.inlinePatterns.register(_Quote(_FIGURE, md, library), "playback-figure", 175)


def makeExtension(**settings: Any) -> ListingExtension:  # noqa: N802  Python-Markdown's name
    """Python-Markdown's way in."""
    return ListingExtension(**settings)


@dataclass(frozen=True, slots=True)
class _Library:
    """The snippets and the captures, as they are on disk at this moment."""

    snippets: Path
    captures: Path
    docs: Path
    source_url: str

    def snippet(self, file: str) -> Snippet:
        """The snippet in `file`, a path below the folder of all snippets."""
        path = self.snippets / file
        return _snippet(path, _version(path))

    def run(self, snippet: Snippet) -> Run | None:
        """The captured run of this very source, if there is one."""
        capture = self.captures / snippet.path.relative_to(self.snippets).with_suffix(".json")
        run = _run(capture, _version(capture))
        return run if run and run.source == snippet.source else None

    def places(self, text: str) -> str:
        """The pages and lines where `text` stands. Only asked once something is wrong."""
        found = [
            f"{shown(page)}:{number}"
            for page in sorted(self.docs.rglob("*.md"))
            for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
            if text in line
        ]
        return ", ".join(found) or "this page"

    def error(self, text: str, what: object) -> Exception:
        """What to raise when `text` on a page is wrong."""
        return BuildError(f"{self.places(text)}: {what}")


# A file is read once, until it changes: `version` is what _version says of it.


@lru_cache(maxsize=1024)
def _snippet(path: Path, version: tuple[int, int]) -> Snippet:
    return Snippet.read(path)


@lru_cache(maxsize=1024)
def _run(path: Path, version: tuple[int, int]) -> Run | None:
    """The run in that file, if there is a whole one; scripts/capture tells of damaged ones."""
    try:
        return Run.from_json(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _version(path: Path) -> tuple[int, int]:
    """What changes when the file does: its time of change and its size; zeros if it is missing."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


@dataclass(slots=True)
class _Figure:
    """What stands around the code of one listing; `header` is the lines to fold."""

    before: str
    after: str
    header: tuple[int, int] | None


class _Listings(Preprocessor):
    """Finds the fences that include a snippet, and puts a mark before and after each."""

    def __init__(self, md: Markdown, library: _Library) -> None:
        super().__init__(md)
        self.library = library
        self.marked: list[str | _Figure] = []

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
            part = _part(snippet, include["part"])
            settings = {
                found["key"]: found["value"] for found in _ATTRIBUTE.finditer(fence["info"])
            }
            marked_lines = _lines_of(snippet, settings.get("hl_lines"), part)
        except Problem as problem:
            raise self.library.error(text, problem) from None
        indent = fence["indent"]
        opening = _without(lines[start], {"hl_lines", "code", "output", "no-run"})
        if marked_lines:
            opening += f' hl_lines="{marked_lines}"'
        code = [opening, lines[start + 1], indent + fence["ticks"]]
        last = end
        if re.search(r"# \(\d+\)", snippet.source):  # the list that follows explains the code
            last = _end_of_list(lines, end)
            code += lines[end + 1 : last + 1]
        shows = {key: settings.get(key) != "off" for key in ("code", "output")}
        if not shows["code"]:
            code = []
        figure = _figure(self.library, snippet, include["part"], **shows)
        self.marked += [figure, figure.after]
        before, after = (f"{indent}\ue000{len(self.marked) - back}\ue001" for back in (2, 1))
        return ["", before, "", *code, "", after, ""], last


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
            pieces.append(_fold(text[done : mark.start()], header))
            figure = self.listings.marked[int(mark[1] or mark[2])]
            pieces.append(figure if isinstance(figure, str) else figure.before)
            header = None if isinstance(figure, str) else figure.header
            done = mark.end()
        return "".join([*pieces, text[done:]])


class _Quote(InlineProcessor):
    """Quotes a figure of a run: `[[chapter/name]]` and its kin."""

    def __init__(self, pattern: str, md: Markdown, library: _Library) -> None:
        super().__init__(pattern, md)
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
            return _data("(not recorded yet)", "scripts/capture records it", missing=True)
        if len(runs) == 2:
            value = runs[0].wall / runs[1].wall
            title = f"the time of {runs[0].file} divided by that of {runs[1].file}"
            return _data(f"{value:.1f}", f"{title}, recorded on {_day(runs[0])}", value)
        [run] = runs
        t = run.moment(text) if text else run.wall
        if t is None:
            raise Problem(snippets[0].name, f"its run printed no line with {text!r}")
        title = f"when {run.file} printed it" if text else f"the run of {run.file}"
        seconds = t / 1_000_000
        return _data(
            f"{seconds:.2f}\N{NO-BREAK SPACE}s", f"{title}, recorded on {_day(run)}", seconds
        )


def _data(text: str, title: str, value: float | None = None, *, missing: bool = False) -> Element:
    """A figure in the prose: an element that says which run it is from."""
    element = Element("data", {"class": "figure missing" if missing else "figure"})
    element.set("title", title)
    if value is not None:
        element.set("value", f"{value:.6f}")
    element.text = AtomicString(text)
    return element


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


def _part(snippet: Snippet, name: str | None) -> tuple[int, int]:
    """The lines of the named section, or of the whole file."""
    if name is None:
        return (1, snippet.source.count("\n") + 1)
    if name in snippet.sections:
        return snippet.sections[name]
    if re.fullmatch(r"[-\d:,]*", name):
        what = "lines are not included by number, which drifts; name a section"
    else:
        what = f"has no section {name!r}; put # --8<-- [start:{name}] and [end:{name}] around it"
    raise Problem(shown(snippet.path), what)


def _lines_of(snippet: Snippet, names: str | None, part: tuple[int, int]) -> str:
    """The lines of those functions, classes and sections, counted as the page shows them."""
    visible = [number for number in range(part[0], part[1] + 1) if number not in snippet.markers]
    places: list[str] = []
    for name in (names or "").split():
        if name not in snippet.parts:
            known = ", ".join(snippet.parts)
            raise Problem(shown(snippet.path), f"hl_lines names {name!r}; it has {known}")
        first, last = snippet.parts[name]
        places += [str(place) for place, n in enumerate(visible, 1) if first <= n <= last]
    return " ".join(places)


def _figure(
    library: _Library, snippet: Snippet, part: str | None, *, code: bool, output: bool
) -> _Figure:
    """What stands before and after the code of a listing, of which parts can be left out."""
    run = library.run(snippet)
    output = output and not part
    copied = escape(_copied(snippet, part)) if code else ""
    after = _output(snippet, run) if output else ""
    below = _provenance(snippet, run) if output else ""
    below += _run_it(snippet) if code else ""
    return _Figure(
        before=f'<figure class="listing" data-copy="{copied}">{_title(library, snippet, part)}',
        after=f'{after}<div class="provenance">{below}</div></figure>',
        header=None if part else snippet.header,
    )


def _copied(snippet: Snippet, part: str | None) -> str:
    """What the copy button copies: the file or the excerpt, without what only marks the page."""
    first, last = _part(snippet, part)
    lines = enumerate(snippet.source.splitlines(), 1)
    text = "\n".join(
        line for number, line in lines if first <= number <= last and number not in snippet.markers
    )
    return _ANNOTATION.sub("", text)


def _title(library: _Library, snippet: Snippet, part: str | None) -> str:
    """The bar above the code: the file's name, and ways to the file."""
    name = snippet.path.name
    where = f'<span class="excerpt">excerpt: {escape(part)}</span>' if part else ""
    fold = (
        '<label class="fold"><input type="checkbox"> script header</label>'
        if snippet.header and not part
        else ""
    )
    content = b64encode(snippet.source.encode()).decode()
    ways = (
        f'<a download="{name}" href="data:text/x-python;base64,{content}" '
        f'aria-label="Download {name}">Download</a>'
    )
    if library.source_url:
        file = snippet.path.relative_to(library.snippets.parent).as_posix()
        url = f"{library.source_url.rstrip('/')}/{file}"
        ways += f'<a href="{escape(url)}" aria-label="Source of {name}">Source</a>'
    return (
        f'<figcaption><span class="file">{name}</span>{where}{fold}'
        f'<span class="ways">{ways}</span></figcaption>'
    )


def _output(snippet: Snippet, run: Run | None) -> str:
    """The output of the recorded run; without one, the expected output."""
    if run:
        html = as_html(run)
    elif snippet.expected.exists():
        html = expected_as_html(snippet.expected.read_text(encoding="utf-8"))
    else:
        return ""
    return f'<div class="output">{html}</div>'


def _provenance(snippet: Snippet, run: Run | None) -> str:
    """The quiet line below the output: where it is from."""
    if run:
        made = run.made
        parts = [f"{made.implementation} {made.python}"]
        parts += [f"{name} {version}" for name, version in made.packages.items()]
        best = f", the fastest of {made.best_of} runs" if made.best_of > 1 else ""
        told = f"Recorded on {_day(run)} with {', '.join(parts)} on {made.platform}{best}."
    elif snippet.expected.exists():
        told = "The expected output, from this listing's test; no run of it is recorded here yet."
    else:
        told = "Not run yet: scripts/test --update-examples runs it."
    return f"<p>{escape(told)}</p>"


def _run_it(snippet: Snippet) -> str:
    """The two ways to run the file, folded away."""
    name = snippet.path.name
    packages = escape(" ".join(snippet.dependencies))
    after = f" after <code>pip install {packages}</code>" if packages else ""
    which = ", which installs what it needs" if packages else ""
    return (
        "<details><summary>Run it yourself</summary>"
        f"<p>Save it as <code>{name}</code>. Then <code>python {name}</code>{after}, "
        f"or <code>uv run {name}</code>{which}.</p></details>"
    )


def _fold(code: str, header: tuple[int, int] | None) -> str:
    """The HTML of the code, with the lines of its script header marked."""
    if header is None:
        return code
    first, last = header

    def mark(line: re.Match[str]) -> str:
        number = int(line[1])
        return line[0] + (' class="script-header"' if first <= number <= last else "")

    return _LINE_SPAN.sub(mark, code)


def _day(run: Run) -> str:
    """The date of a run, as "22 November 2026"."""
    day = datetime.fromisoformat(run.made.date)
    return f"{day.day} {day:%B %Y}"
