"""A small project of pages, snippets and captures, and what its pages become."""

from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from playback.run import Lane, Made, Output, Run, Span

SOURCE = '''"""Say two things."""

import sys


def main() -> None:
    # --8<-- [start:saying]
    print("<one> & 'two'")
    print("three", file=sys.stderr)  # (1)!
    # --8<-- [end:saying]


if __name__ == "__main__":
    main()
'''
HEADER = """# /// script
# requires-python = ">=3.11"
# dependencies = ["requests"]
# ///
"""


def without_markers(source: str) -> str:
    """What runs and is shown of a file with sections."""
    lines = source.splitlines(keepends=True)
    return "".join(line for line in lines if "# --8<-- [" not in line)


class Pages:
    """A small project in a folder of its own: snippets, captures and pages."""

    def __init__(self, folder: Path) -> None:
        self.snippets = folder / "snippets"
        self.captures = folder / "captures"
        self.docs = folder / "docs"
        for part in (self.snippets, self.captures, self.docs):
            (part / "pots").mkdir(parents=True)

    def snippet(self, name: str = "say", source: str = SOURCE, expected: str = "") -> None:
        """Put down a snippet, and its expected output if there is one."""
        (self.snippets / f"pots/{name}.py").write_text(source)
        if expected:
            (self.snippets / f"pots/{name}.out").write_text(expected)

    def capture(
        self, name: str = "say", source: str = SOURCE, wall: int = 400_000, *, lanes: bool = False
    ) -> Run:
        """Put down the capture of a run of that source, with its lanes or without."""
        ran = without_markers(source)
        made = Made("3.13.0", "CPython", "Linux", {"requests": "2.34"}, "2026-11-02T10:00:00", 3)
        output = [
            Output(100_000, "stdout", "<one> & 'two'"),
            Output(250_000, "stderr", "three"),
        ]
        run = Run(f"{name}.py", ran, 0, wall, 0, "real", made, output)
        if lanes:
            at = [("main", ran.splitlines().index("def main() -> None:") + 2)]
            run.lanes.append(Lane("thread", "MainThread", "", "", None, None, None, 0, wall, "ok"))
            run.spans.append(Span(0, "block", 0, wall, at))
        (self.captures / f"pots/{name}.json").write_text(run.to_json())
        return run

    def html(self, text: str, **settings: str) -> BeautifulSoup:
        """The page `text`, converted."""
        (self.docs / "page.md").write_text(text)
        return BeautifulSoup(self.converter(**settings).convert(text), "html.parser")

    def converter(self, **settings: str) -> Markdown:
        """Python-Markdown, set up as mkdocs.yml does."""
        folders = {name: str(getattr(self, name)) for name in ("snippets", "captures", "docs")}
        return Markdown(
            extensions=[
                "admonition",
                "attr_list",
                "md_in_html",
                "pymdownx.highlight",
                "pymdownx.superfences",
                "pymdownx.tabbed",
                "pymdownx.snippets",
                "playback.listing",
            ],
            extension_configs={
                "pymdownx.highlight": {"line_spans": "__span"},
                "pymdownx.tabbed": {"alternate_style": True},
                "pymdownx.snippets": {
                    "base_path": [folders["snippets"]],
                    "check_paths": True,
                    "dedent_subsections": True,
                },
                "playback.listing": {**folders, **settings},
            },
        )


def include(what: str = "pots/say.py", attributes: str = "", indent: str = "") -> str:
    """The three lines that an author writes."""
    lines = [f"```python {attributes}".rstrip(), f'--8<-- "{what}"', "```"]
    return "".join(f"{indent}{line}\n" for line in lines)


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that `selector` finds."""
    [element] = soup.select(selector)
    return element
