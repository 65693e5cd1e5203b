"""What the cheat sheet, the glossary and the table of versions promise of themselves."""

import ast
import asyncio
import re
import sys
from html import unescape

import pytest
from playback.snippet import ROOT

DOCS = ROOT / "docs/conclusion"
SHEET = (DOCS / "cheat_sheet.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
VERSIONS = (DOCS / "versions.md").read_text(encoding="utf-8")

COMMANDS = ("python ", "ruff ")
ROWS = re.findall(r"^\| (\[.+?) \| (.*`.*) \|$", SHEET, re.MULTILINE)
TERM = re.compile(
    r"^(?P<term>\S.*) \{ #(?P<anchor>[\w-]+) \}\n:   (?P<text>(?:.+\n)+)", re.MULTILINE
)


def program(cell: str) -> str:
    """The lines in a cell of the cheat sheet, completed where only the head of a block stands."""
    lines = []
    for line in cell.split("<br>"):
        indent = "    " * line.count("&emsp;")
        lines.append(indent + unescape(line).strip("\N{EM SPACE}`"))
    if lines[0].startswith(("except", "finally")):
        lines.insert(0, "try: ...")
    if lines[-1].endswith(":"):
        lines[-1] += " ..."
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("cell", [cell for _, cell in ROWS], ids=str)
def test_what_the_cheat_sheet_says_to_write_is_python(cell: str) -> None:
    if cell.startswith(tuple(f"`{command}" for command in COMMANDS)):
        return
    tree = compile(
        program(cell),
        cell,
        "exec",
        ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
        dont_inherit=True,
    )
    for part in ast.walk(tree):
        if isinstance(part, ast.Attribute) and ast.unparse(part.value) == "asyncio":
            assert hasattr(asyncio, part.attr)


def test_every_row_of_the_cheat_sheet_leads_to_its_place() -> None:
    rows = [line for line in SHEET.splitlines() if re.match(r"\| (?!---|.* \| write \|)", line)]
    assert len(rows) == len(ROWS) > 30
    assert all(re.match(r"\[.+?\]\((\.\./|https://docs\.python\.org/)", want) for want, _ in ROWS)


def test_every_term_of_the_glossary_has_a_link_and_stands_where_one_looks_for_it() -> None:
    terms = list(TERM.finditer(GLOSSARY))
    assert len(terms) == GLOSSARY.count("\n:   ") > 40
    assert all("](../" in term["text"] for term in terms)
    order = [re.sub(r"[\W_]", "", term["term"]).casefold() for term in terms]
    assert order == sorted(order)


def test_the_table_of_versions_is_in_order_and_knows_where_the_tests_run() -> None:
    rows = re.findall(r"^\| \**(3\.\d+)\** \| (.+) \| (.*)\|$", VERSIONS, re.MULTILINE)
    minors = [int(version.removeprefix("3.")) for version, *_ in rows]
    assert minors == sorted(minors)
    assert set(minors) == set(range(7, 16))
    assert all("](https://" in what for _, what, _ in rows), "each has a source"

    workflow = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    [matrix] = re.findall(r"^ +python: \[(.+)\]$", workflow, re.MULTILINE)
    tested = re.findall(r"[\d.]+", matrix)
    told = re.search(r"run them on (3\.\d+) to\s+(3\.\d+)", VERSIONS)
    assert told
    assert [*told.groups()] == [tested[0], tested[-1]]


@pytest.mark.parametrize(
    ("since", "owner", "name"),
    [
        ((3, 12), asyncio, "eager_task_factory"),
        ((3, 13), asyncio.Queue, "shutdown"),
        ((3, 15), asyncio.TaskGroup, "cancel"),
    ],
)
def test_what_arrived_is_there_from_that_version_on(
    since: tuple[int, int], owner: object, name: str
) -> None:
    assert hasattr(owner, name) is (sys.version_info >= since)
