"""What stands around the code of a listing: its title above, its run below, as HTML."""

import re
from base64 import b64encode
from dataclasses import dataclass
from html import escape

from playback.library import Library
from playback.run import Run
from playback.snippet import Snippet
from playback.transcript import as_html, expected_as_html

_ANNOTATION = re.compile(r"\s*# \(\d+\)!?$", re.MULTILINE)
_LINE_SPAN = re.compile(r'<span id="__span-\d+-(\d+)"')


@dataclass(slots=True)
class Frame:
    """What stands around the code of one listing; `header` is the lines to fold."""

    before: str
    after: str
    header: tuple[int, int] | None


def frame(
    library: Library, snippet: Snippet, part: str | None, *, code: bool, output: bool
) -> Frame:
    """What stands before and after the code of a listing, of which parts can be left out."""
    run = library.run(snippet)
    output = output and not part
    copied = escape(_copied(snippet, part)) if code else ""
    after = _output(snippet, run) if output else ""
    below = _provenance(snippet, run) if output else ""
    below += _run_it(snippet) if code and not part else ""
    return Frame(
        before=f'<figure class="listing" data-copy="{copied}">{_title(library, snippet, part)}',
        after=after
        + (f'<div class="provenance" data-search-exclude>{below}</div>' if below else "")
        + "</figure>",
        header=None if part else snippet.header,
    )


def _copied(snippet: Snippet, part: str | None) -> str:
    """What the copy button copies: the file or the excerpt, without what only marks the page."""
    first, last = snippet.lines(part)
    lines = enumerate(snippet.source.splitlines(), 1)
    text = "\n".join(
        line for number, line in lines if first <= number <= last and number not in snippet.markers
    )
    return _ANNOTATION.sub("", text)


def _title(library: Library, snippet: Snippet, part: str | None) -> str:
    """The bar above the code: the file's name, and ways to the file."""
    name = snippet.path.name
    where = f'<span class="excerpt">excerpt: {escape(part)}</span>' if part else ""
    fold = (
        '<label class="fold" data-search-exclude><input type="checkbox"> script header</label>'
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


def _provenance(snippet: Snippet, run: Run | None) -> str:
    """The quiet line below the output: where it is from."""
    if run:
        made = run.made
        parts = [f"{made.implementation} {made.python}"]
        parts += [f"{name} {version}" for name, version in made.packages.items()]
        best = f", the fastest of {made.best_of} runs" if made.best_of > 1 else ""
        told = f"Recorded on {run.made.day} with {', '.join(parts)} on {made.platform}{best}."
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


def fold(code: str, header: tuple[int, int] | None) -> str:
    """The HTML of the code, with the lines of its script header marked."""
    if header is None:
        return code
    first, last = header

    def mark(line: re.Match[str]) -> str:
        number = int(line[1])
        return line[0] + (' class="script-header"' if first <= number <= last else "")

    return _LINE_SPAN.sub(mark, code)
