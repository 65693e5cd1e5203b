"""What stands around the code of a listing: its title above, its run below, as HTML.

Also the figure of a race, which is the timelines of several runs on one axis.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from html import escape
from urllib.parse import quote

from playback import story, timeline
from playback.library import Library
from playback.run import Run
from playback.snippet import Snippet
from playback.trace import as_trace
from playback.transcript import as_html, expected_as_html

MOST_REMEMBERED = 1_000  # pieces of pages
_SAFE = '{}[]():,*+/;=@|"'  # characters that a data URL can hold as they are
_ANNOTATION = re.compile(r"\s*# \(\d+\)!?$", re.MULTILINE)
_LINE_SPAN = re.compile(r'<span id="__span-\d+-(\d+)"')


@dataclass(slots=True)
class Frame:
    """What stands around the code of one listing; `header` is the lines to fold."""

    before: str
    after: str
    header: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of a listing its author wants."""

    code: bool = True
    output: bool = True
    timeline: bool = True


def frame(library: Library, snippet: Snippet, part: str | None, shows: Parts, ident: str) -> Frame:
    """What stands before and after the code of a listing; an excerpt has no run.

    `ident` begins the names of the figure's parts, and is no other figure's on the page.
    """
    if part:
        shows = Parts(code=shows.code, output=False, timeline=False)
    header = snippet.header if shows.code and not part else None
    run = library.run(snippet)
    copied = escape(_copied(snippet, part)) if shows.code else ""
    after = _output(snippet, run) if shows.output else ""
    drawn = _timeline((run,), ident) if run and shows.timeline else ""
    told = _provenance(snippet, run) if shows.output or drawn else ""
    below = ""
    if run and drawn:
        told += _downloads(run, "the run")
        below += _in_words(_story(run)) + _how_to_read(ident, drawn)
    if shows.code and not part:
        below += _run_it(snippet)
    if told:
        below = f"<p>{told}</p>{below}"
    return Frame(
        before=f'<figure class="listing" data-copy="{copied}">'
        f"{_title(library, snippet, part, folds=header is not None)}",
        after=f"{after}{drawn}{_quiet(below)}</figure>",
        header=header,
    )


def race(library: Library, snippets: Sequence[Snippet], ident: str) -> str:
    """The figure that shows the timelines of several runs on one axis."""
    found = [(snippet, library.run(snippet)) for snippet in snippets]
    runs = [run for _, run in found if run and run.lanes]
    files = ", ".join(
        f'<span class="file">{escape(snippet.path.name)}</span>' for snippet in snippets
    )
    if len(runs) < len(found):
        missing = [snippet.path.name for snippet, run in found if not (run and run.lanes)]
        told = f"{escape(' and '.join(missing))} not recorded here yet: scripts/capture does that."
        drawn, below = "", f"<p>{told}</p>"
    else:
        drawn = _timeline(tuple(runs), ident)
        each = [_provenance(snippet, run) for snippet, run in found]
        if len(set(each)) > 1:
            each = [f"{escape(run.file)}: {text}" for run, text in zip(runs, each, strict=True)]
        told = " ".join(dict.fromkeys(each))
        files_of_runs = "".join(_downloads(run, f"the run of {escape(run.file)}") for run in runs)
        words = "".join(f'<p class="whose">{escape(run.file)}</p>{_story(run)}' for run in runs)
        below = f"<p>{told}{files_of_runs}</p>{_in_words(words)}{_how_to_read(ident, drawn)}"
    return (
        f'<figure class="listing race"><figcaption>Race: {files}</figcaption>'
        f"{drawn}{_quiet(below)}</figure>"
    )


def _copied(snippet: Snippet, part: str | None) -> str:
    """What the copy button copies: the file or the excerpt, without marks of annotations."""
    first, last = snippet.lines(part)
    lines = snippet.source.removesuffix("\n").split("\n")
    return _ANNOTATION.sub("", "\n".join(lines[first - 1 : last]))


def _title(library: Library, snippet: Snippet, part: str | None, *, folds: bool) -> str:
    """The bar above the code: the file's name, how to unfold its header, ways to the file."""
    name = escape(snippet.path.name)
    where = f'<span class="excerpt">excerpt: {escape(part)}</span>' if part else ""
    fold = (
        '<label class="fold" data-search-exclude><input type="checkbox"> script header</label>'
        if folds
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
        f'<span class="ways" data-search-exclude>{ways}</span></figcaption>'
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


def _once(make: Callable[..., str]) -> Callable[..., str]:
    """Remember what was made of a run: its page is built again whenever any page changes."""
    made: dict[tuple[object, ...], tuple[object, str]] = {}

    @wraps(make)
    def remembered(run: object, *how: object) -> str:
        runs = run if isinstance(run, tuple) else (run,)
        key = (*map(id, runs), *map(repr, how))  # a capture is read once, until it changes
        if key not in made:
            if len(made) >= MOST_REMEMBERED:
                made.clear()
            made[key] = (run, make(run, *how))
        return made[key][1]

    return remembered


@_once
def _timeline(runs: tuple[Run, ...], ident: str) -> str:
    """The drawing of the runs, with what the stepper needs; "" if there is nothing to draw."""
    drawn = timeline.draw(runs, ident)
    if not drawn:
        return ""
    total = timeline.axis_total(runs)
    start, end = (f"{timeline.position(t, total):g}%" for t in (0, total))
    return (
        f'<section class="timeline-box" data-search-exclude style="--start: {start}; --end: {end}">'
        f'<div class="drawing">{drawn}<i class="cursor" hidden></i></div>'
        f"{_stepper(total)}</section>"
    )


def _stepper(total: int) -> str:
    """What stepper.js shows and moves; all that it says stands here and in the story.

    All its tags are closed, and none is a section as what stands around it, or the search would
    not find the end of what it is to leave out.
    """
    return (
        f'<div class="stepper" hidden><input type="range" min="0" max="{total}" value="0" '
        'aria-label="Moment of the run"/><div class="steps">'
        '<button type="button" class="back" aria-label="Previous moment"></button>'
        '<button type="button" class="next" aria-label="Next moment"></button>'
        '<div class="told"><p>Step through the run</p></div>'
        '<button type="button" class="whole" hidden>Whole run</button></div></div>'
    )


def _quiet(html: str) -> str:
    """The quiet line that ends a figure."""
    return f'<section class="provenance" data-search-exclude>{html}</section>' if html else ""


def _provenance(snippet: Snippet, run: Run | None) -> str:
    """Where the output is from."""
    if run:
        made = run.made
        parts = [f"{made.implementation} {made.python}"]
        parts += [f"{name} {version}" for name, version in made.packages.items()]
        best = f", the fastest of {made.best_of} runs" if made.best_of > 1 else ""
        told = f"Recorded on {run.made.day} with {', '.join(parts)} on {made.platform}{best}."
        if made.disturbed:
            told += f" Other programs used {made.others:.1f} of its cores meanwhile."
    elif not snippet.runs_here:
        told = f"Not run here: it needs Python {snippet.pythons}."
    elif snippet.expected.exists():
        told = "The expected output, from this listing's test; no run of it is recorded here yet."
    else:
        told = "Not run yet: scripts/test --update-examples runs it."
    return escape(told)


@_once
def _downloads(run: Run, what: str) -> str:
    """The run as files, within the page; they need no JavaScript and no server."""
    file = escape(run.file)
    name = file.removesuffix(".py")
    as_json, trace = _data_url(run.to_json()), _data_url(as_trace(run))
    return (
        f" Get {what} as <a download=\"{name}.run.json\" href='{as_json}' "
        f'aria-label="Run of {file} as JSON">JSON</a> or as a '
        f"<a download=\"{name}.trace.json\" href='{trace}' "
        f'aria-label="Trace of {file}, a trace that opens in Perfetto">'
        "trace that opens in Perfetto</a>."
    )


def _data_url(json: str) -> str:
    """JSON as a data URL for an attribute in single quotes; it stays text, which compresses."""
    return f"data:application/json,{quote(json, safe=_SAFE)}"


def _in_words(told: str) -> str:
    """What a run's timeline shows, as sentences, folded away."""
    return f'<details class="words"><summary>What happened, in words</summary>{told}</details>'


@_once
def _story(run: Run) -> str:
    """The run in sentences."""
    return story.as_html(run)


@lru_cache(maxsize=256)
def _how_to_read(ident: str, drawn: str) -> str:
    """The legend of what was drawn, folded away."""
    key = timeline.legend(f"{ident}-key", drawn)
    return f"<details><summary>How to read this</summary>{key}</details>"


def _run_it(snippet: Snippet) -> str:
    """The two ways to run the file, folded away."""
    name = escape(snippet.path.name)
    packages = escape(" ".join(snippet.dependencies))
    after = f" after <code>pip install {packages}</code>" if packages else ""
    which = ", which installs what it needs" if packages else ""
    return (
        "<details><summary>Run it yourself</summary>"
        f"<p>Save it as <code>{name}</code>. Then <code>python {name}</code>{after}, "
        f"or <code>uv run {name}</code>{which}.</p></details>"
    )


def fold(code: str, header: tuple[int, int] | None) -> str:
    """The HTML of the code, with the lines of its script header marked."""
    if header is None:
        return code
    first, last = header

    def mark(line: re.Match[str]) -> str:
        number = int(line[1])
        return line[0] + (' class="script-header"' if first <= number <= last else "")

    return _LINE_SPAN.sub(mark, code)
