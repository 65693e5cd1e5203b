"""What a Python file says of itself: its source, its declared needs, its named parts.

A listing declares what it needs in its PEP 723 header (peps.python.org/pep-0723): its Pythons, its
packages, and under [tool.playback] how it is to be run:

    # /// script
    # requires-python = ">=3.11"
    # dependencies = ["requests"]
    #
    # [tool.playback]
    # exit = 1        the exit status it is meant to have
    # alone = true    it is timing-sensitive or CPU-bound: nothing else runs beside it
    # timeout = 5     after so many seconds it counts as hung
    # watch = false   it measures what watching would slow: it has no timeline
    # stop = 2        it does not end by itself: so many seconds after its imports it gets Ctrl-C
    # ///
"""

import ast
import math
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from playback.problem import Problem

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = ROOT / "snippets"

_HEADER = re.compile(r"^# /// script$\n(?P<toml>(?:^#(?: .*)?$\n)+?)^# ///$\n?", re.MULTILINE)
_MARKER = re.compile(r"^\s*# --8<-- \[(?P<which>start|end):\s*(?P<name>[\w-]+)\s*\]\s*$")
_PYTHONS = re.compile(r">=3\.(?P<first>\d+)(?:,\s*<3\.(?P<beyond>\d+))?")
_DECLARATIONS: dict[str, tuple[tuple[type, ...], str]] = {
    "exit": ((int,), "a whole number, as 1"),
    "alone": ((bool,), "true or false"),
    "timeout": ((int, float), "a number of seconds above 0, as 5"),
    "stop": ((int, float), "a number of seconds above 0, as 2"),
    "watch": ((bool,), "true or false"),
}


def shown(path: Path) -> str:
    """`path` as a person here would type it: relative to the project, or to where they are."""
    for base in (ROOT, Path.cwd()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A Python file that is run and shown.

    `name` is "chapter/name", without the ending. `source` is what is run, shown, copied and
    downloaded: the file without the lines that only mark sections, which are its `markers`. All
    other line numbers count in `source`: `header` is the first and last line of the PEP 723
    header, or None. `pythons` are those it runs on, as ">=3.11,<3.14", or "". `stop` is after how
    many seconds it gets Ctrl-C, or None. With `watch` it gets a timeline. `beside` are the files of
    its folder that it imports, or that those import: their names and sources, as they are run.
    `marked` is whether it or one of these has markers. `zero_line` is the line at which its imports
    are done. `parts` maps the names of functions, classes and sections to their first and last
    line; `sections` does for sections alone.
    """

    path: Path
    name: str
    source: str
    header: tuple[int, int] | None
    pythons: str
    dependencies: list[str]
    exit: int
    alone: bool
    timeout: float
    stop: float | None
    watch: bool
    beside: dict[str, str]
    marked: bool
    zero_line: int
    parts: dict[str, tuple[int, int]]
    sections: dict[str, tuple[int, int]]
    markers: list[int]

    def line_in_file(self, line: int) -> int:
        """Where a line of `source` stands in the file, whose markers count too."""
        for marker in self.markers:
            line += marker <= line
        return line

    @property
    def runs_here(self) -> bool:
        """Whether this Python is one of those it runs on."""
        if not (found := _PYTHONS.fullmatch(self.pythons)):
            return True
        minor = sys.version_info.minor
        return int(found["first"]) <= minor and (minor < int(found["beyond"] or minor + 1))

    @property
    def expected(self) -> Path:
        """The file of its exact output, beside it."""
        return self.path.with_suffix(".out")

    def lines(self, name: str | None) -> tuple[int, int]:
        """The first and last line of the named section, or of the whole file.

        Raises Problem if there is no such section.
        """
        if name is None:
            return (1, self.source.count("\n") + 1)
        if name in self.sections:
            return self.sections[name]
        if re.fullmatch(r"[-\d:,]*", name):
            what = "lines are not included by number, which drifts; name a section"
        else:
            what = (
                f"has no section {name!r}; put # --8<-- [start:{name}] and [end:{name}] around it"
            )
        raise Problem(shown(self.path), what)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The snippet in the file at `path`.

        Raises Problem, with the line, if it is missing, is no Python, or declares what is unknown.
        """
        path = path.resolve()
        text, _ = _parsed(path)
        _, pythons, dependencies, declared = _read_header(path, text)
        beside, marked = _beside(path)
        lines, sections, markers = _sections(path, text)
        source = "\n".join(lines)
        header, *_ = _read_header(path, source)
        tree = ast.parse(source)
        folder = path.parent.relative_to(SNIPPETS) if path.is_relative_to(SNIPPETS) else Path()
        return cls(
            path=path,
            name=(folder / path.stem).as_posix(),
            source=source,
            header=header,
            pythons=pythons,
            dependencies=dependencies,
            exit=declared.get("exit", 0),
            alone=declared.get("alone", False),
            timeout=declared.get("timeout", 30),
            stop=declared.get("stop"),
            watch=declared.get("watch", True),
            beside=beside,
            marked=bool(markers) or marked,
            zero_line=_line_after_imports(tree),
            parts={**_definitions(tree), **sections},
            sections=sections,
            markers=markers,
        )


def every_snippet() -> list[Path]:
    """The files of all snippets, sorted."""
    return sorted(SNIPPETS.rglob("*.py"))


def _read_header(
    path: Path, source: str
) -> tuple[tuple[int, int] | None, str, list[str], dict[str, Any]]:
    """The header's lines, the Pythons and packages it names, what it declares for playback."""
    match = _HEADER.search(source)
    if not match:
        return None, "", [], {}
    first = source.count("\n", 0, match.start()) + 1
    lines = (first, first + match["toml"].count("\n") + 1)
    try:
        header = tomllib.loads(re.sub(r"^# ?", "", match["toml"], flags=re.MULTILINE))
    except tomllib.TOMLDecodeError as error:
        row = re.search(r"at line (\d+)", str(error))
        where = f"{shown(path)}:{first + int(row[1]) if row else lines[1]}"
        raise Problem(where, f"its script header is not TOML: {error}") from None
    pythons = header.get("requires-python", "")
    if pythons and not _PYTHONS.fullmatch(str(pythons)):
        what = f'declares requires-python = {pythons!r}; write ">=3.11", or ">=3.11,<3.14"'
        raise Problem(where_in(path, "# requires-python"), what)
    dependencies, tool = header.get("dependencies", []), header.get("tool", {})
    if not isinstance(dependencies, list) or not all(isinstance(it, str) for it in dependencies):
        what = f'declares dependencies = {dependencies!r}; write a list, as ["requests"]'
        raise Problem(where_in(path, "# dependencies"), what)
    declared = tool.get("playback", {}) if isinstance(tool, dict) else None
    if not isinstance(declared, dict):
        what = "[tool.playback] is no table; write it on a line of its own, `exit = 1` below it"
        raise Problem(f"{shown(path)}:{first}", what)
    for key, value in declared.items():
        where = where_in(path, f"# {key}")
        if key not in _DECLARATIONS:
            known = ", ".join(_DECLARATIONS)
            raise Problem(where, f"declares {key!r} under [tool.playback], which knows {known}")
        kinds, form = _DECLARATIONS[key]
        if type(value) not in kinds or (key in ("timeout", "stop") and not 0 < value < math.inf):
            what = f"declares {key} = {value!r} under [tool.playback]; {key} is {form}"
            raise Problem(where, what)
    return lines, pythons, dependencies, declared


def _line_after_imports(tree: ast.Module) -> int:
    """The first line below the last top-level statement that imports; comes after a docstring."""
    lines = [statement.lineno for statement in tree.body]
    imports = [
        place
        for place, statement in enumerate(tree.body)
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and any(isinstance(part, ast.Import | ast.ImportFrom) for part in ast.walk(statement))
    ]
    first = imports[-1] + 1 if imports else int(ast.get_docstring(tree) is not None)
    return lines[first] if first < len(lines) else 1


def _parsed(path: Path) -> tuple[str, ast.Module]:
    """What is in the file at `path`, as text and as Python. Raises Problem if that cannot be."""
    try:
        text = path.read_text(encoding="utf-8")
        return text, ast.parse(text, path.name)
    except FileNotFoundError:
        raise Problem(shown(path), "there is no such file; check the name") from None
    except UnicodeDecodeError as error:
        raise Problem(shown(path), f"is not UTF-8 text ({error.reason}); save it so") from None
    except OSError as error:
        raise Problem(shown(path), f"cannot be read: {error.strerror}") from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        what = getattr(error, "msg", None) or str(error)
        raise Problem(f"{shown(path)}:{line}", f"is not valid Python: {what}") from None


def _beside(path: Path) -> tuple[dict[str, str], bool]:
    """What a program imports from its own folder, at the top level, and whether that has marks.

    Each file is told by its name, with its lines but without the marks of its sections.
    """
    found: dict[str, str] = {}
    marked = False
    waiting = [path]
    while waiting:
        _, tree = _parsed(waiting.pop())
        for statement in tree.body:
            names = [alias.name for alias in getattr(statement, "names", [])]
            if isinstance(statement, ast.ImportFrom):
                names = [statement.module or ""]
            elif not isinstance(statement, ast.Import):
                continue
            for file in (path.with_name(f"{name}.py") for name in names):
                if file != path and file.name not in found and file.is_file():
                    lines, _, markers = _sections(file, _parsed(file)[0])
                    found[file.name] = "\n".join(lines)
                    marked = marked or bool(markers)
                    waiting.append(file)
    return found, marked


def _definitions(tree: ast.Module) -> dict[str, tuple[int, int]]:
    """The lines of each top-level function and class."""
    return {
        part.name: (part.lineno, part.end_lineno or part.lineno)
        for part in tree.body
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def _sections(path: Path, text: str) -> tuple[list[str], dict[str, tuple[int, int]], list[int]]:
    """The lines of a file without the marks of its sections; its sections; those marks.

    A mark is a line `# --8<-- [start:name]` or `[end:name]`, and told by its number in the file. A
    section is told by its first and last line, counted without marks.
    """
    starts: dict[str, tuple[int, int]] = {}
    sections: dict[str, tuple[int, int]] = {}
    lines: list[str] = []
    markers: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not (marker := _MARKER.match(line)):
            lines.append(line)
            continue
        markers.append(number)
        name, where = marker["name"], f"{shown(path)}:{number}"
        if marker["which"] == "start":
            if name in starts or name in sections:
                raise Problem(where, f"section {name!r} starts a second time; rename one of them")
            starts[name] = (number, len(lines) + 1)
        elif name not in starts:
            raise Problem(where, f"section {name!r} ends without a `# --8<-- [start:{name}]`")
        else:
            sections[name] = (starts.pop(name)[1], len(lines))
    for name, (number, _) in starts.items():
        where = f"{shown(path)}:{number}"
        raise Problem(where, f"section {name!r} never ends; add `# --8<-- [end:{name}]`")
    return lines, sections, markers


def where_in(path: Path, text: str) -> str:
    """The file at `path`, with the first line in which `text` stands, if it does."""
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next((number for number, line in enumerate(lines, 1) if text in line), None)
    return f"{shown(path)}:{number}" if number else shown(path)
