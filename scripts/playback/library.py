"""The snippets, captures and pages, as they are on disk at this moment, for the page builder."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from playback.problem import Problem
from playback.run import Run
from playback.snippet import Snippet, shown

try:  # MkDocs tells a BuildError in one line; without MkDocs, a Problem is told as it is
    from mkdocs.exceptions import BuildError
except ImportError:
    BuildError = Problem  # type: ignore[misc, assignment]


@dataclass(frozen=True, slots=True)
class Library:
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

    def places(self, text: str, row: int = 0) -> str:
        """The pages and lines where `text` stands, or that row of a text of several lines.

        Only asked once something is wrong.
        """
        found: list[str] = []
        for page in sorted(self.docs.rglob("*.md")):
            content = page.read_text(encoding="utf-8")
            starts = (match.start() for match in re.finditer(re.escape(text), content))
            lines = dict.fromkeys(content.count("\n", 0, start) + 1 + row for start in starts)
            found += [f"{shown(page)}:{line}" for line in lines]
        return ", ".join(found) or "this page"

    def error(self, text: str, what: object, row: int = 0) -> Exception:
        """What to raise when `text` on a page, or that row of it, is wrong."""
        return BuildError(f"{self.places(text, row)}: {what}")


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
