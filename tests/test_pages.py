"""Pages and snippets fit each other: nothing is missing, nothing is left over."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.config import load_config
from playback.snippet import ROOT, SNIPPETS, Snippet, every_snippet

PAGES = sorted((ROOT / "docs").rglob("*.md"))
INCLUDE = re.compile(
    r"""^\s*-+8<-+\s+["'](?P<file>[^"':]+)(?::(?P<part>[^"']+))?["']""", re.MULTILINE
)
SNIPPET_IDS = [path.relative_to(SNIPPETS).as_posix() for path in every_snippet()]
MOST_LINES = {
    # one program that grows, and each step of it runs without the one before
    "event_loop_from_scratch": 170,
    # a whole server, which the page shows in sections first
    "web_server/users": 140,
    "web_frameworks/user_service": 82,
    # what the other listings of its chapter import, so that they need not open a door themselves
    "web_frameworks/open_door": 42,
}


def included() -> set[tuple[str, str]]:
    """Each (file, part) that some page includes."""
    return {
        (match["file"], match["part"] or "")
        for page in PAGES
        for match in INCLUDE.finditer(page.read_text(encoding="utf-8"))
    }


def left_over(files: set[str], inclusions: set[str]) -> list[str]:
    """What is on no page, and what pages include that is not there, with what to do."""
    return [
        f'snippets/{file}: is on no page; include it (--8<-- "{file}") or remove it'
        for file in sorted(files - inclusions)
    ] + [
        f"snippets/{file}: a page includes it, but it is not there"
        for file in sorted(inclusions - files)
    ]


def test_every_snippet_is_on_a_page_and_every_inclusion_is_a_file() -> None:
    inclusions = {file for file, _ in included() if file.endswith(".py")}
    assert inclusions
    assert not left_over(set(SNIPPET_IDS), inclusions)


def test_a_snippet_on_no_page_is_told_by_its_name() -> None:
    assert left_over({"soup/a.py", "soup/b.py"}, {"soup/b.py", "soup/c.py"}) == [
        'snippets/soup/a.py: is on no page; include it (--8<-- "soup/a.py") or remove it',
        "snippets/soup/c.py: a page includes it, but it is not there",
    ]


def test_every_included_part_is_a_section_of_its_file() -> None:
    unknown = [
        f"{file}:{part}"
        for file, part in included()
        if part and part not in Snippet.read(SNIPPETS / file).sections
    ]
    assert not unknown


def test_every_page_is_in_the_navigation() -> None:
    def pages(entry: object) -> list[str]:
        if isinstance(entry, str):
            return [entry]
        children = list(entry.values()) if isinstance(entry, dict) else entry
        assert isinstance(children, list)
        return [page for child in children for page in pages(child)]

    named = pages(load_config(str(ROOT / "mkdocs.yml")).nav)
    files = [*PAGES, *(ROOT / "docs").rglob("*.ipynb")]
    assert sorted(named) == sorted(page.relative_to(ROOT / "docs").as_posix() for page in files)


def test_every_chapter_has_a_folder_of_snippets_of_its_name() -> None:
    assert {path.parent.name for path in every_snippet()} <= {page.stem for page in PAGES}


def test_no_two_snippets_have_the_same_name() -> None:
    names = [path.name for path in every_snippet()]
    assert sorted(set(names)) == sorted(names), "who copies both into a folder loses one"


def test_every_expected_output_belongs_to_a_snippet() -> None:
    outputs = {path.with_suffix("") for path in SNIPPETS.rglob("*.out")}
    assert outputs == {path.with_suffix("") for path in every_snippet()}


@pytest.mark.parametrize("path", every_snippet(), ids=SNIPPET_IDS)
def test_snippet_has_the_form_that_copiers_rely_on(path: Path) -> None:
    snippet = Snippet.read(path)  # which tells of sections that are not paired
    tree = ast.parse(snippet.source)
    docstring = ast.get_docstring(tree)
    assert docstring, "it says in one line what it shows"
    assert "\n" not in docstring
    most = MOST_LINES.get(path.parent.name) or MOST_LINES.get(snippet.name, 40)
    assert len(snippet.source.splitlines()) <= most
    guard = tree.body[-1]
    assert isinstance(guard, ast.If), "importing it does nothing"
    assert ast.unparse(guard.test) == "__name__ == '__main__'"


# the package that brings a module, where the names differ in more than - and _
PACKAGES = {"secantus": "SecantusDB"}


def imports_of(source: str) -> Iterator[str]:
    """The modules that a listing imports, at the top level or within."""
    for part in ast.walk(ast.parse(source)):
        if isinstance(part, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            assert part.module, "a listing has no package around it: it imports by whole names"
            yield part.module.partition(".")[0]


@pytest.mark.parametrize("path", every_snippet(), ids=SNIPPET_IDS)
def test_snippet_declares_the_packages_that_it_and_what_is_beside_it_import(path: Path) -> None:
    snippet = Snippet.read(path)
    own = {Path(name).stem for name in snippet.beside}
    sources = [snippet.source, *snippet.beside.values()]
    modules = {module for source in sources for module in imports_of(source)}
    packages = {
        PACKAGES.get(it, it.replace("_", "-")) for it in modules - sys.stdlib_module_names - own
    }
    assert packages == {it.partition("[")[0] for it in snippet.dependencies}


@pytest.mark.parametrize("path", every_snippet(), ids=SNIPPET_IDS)
def test_page_says_what_a_listing_needs_beside_it(path: Path) -> None:
    page = next(page for page in PAGES if page.stem == path.parent.name)
    text = page.read_text(encoding="utf-8")
    for name in Snippet.read(path).beside:
        assert f"`{name}`" in text, "who copies the listing has to know what to put beside it"


FLOORS = [
    {"problem"},
    {"run", "clock", "load", "loopback", "snippet", "transcript", "log", "stage"},
    {"words", "recorder", "lanes"},
    {"timeline", "story", "trace", "process"},
    {"program"},
    {"capture", "library"},
    {"frame", "quote"},
    {"listing"},
]
NEEDS_MORE_THAN_THE_STANDARD_LIBRARY = {"stage", "capture", "library", "quote", "listing"}


def rooms_of_the_machinery() -> dict[str, list[Path]]:
    """Each room with its files: a module, or a package with those in it."""
    folder = ROOT / "scripts/playback"
    rooms = {path.stem: [path] for path in folder.glob("[a-z]*.py")}
    for package in folder.glob("*/__init__.py"):
        rooms[package.parent.name] = sorted(package.parent.glob("*.py"))
    return rooms


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, those of the machinery by their full names."""
    for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(part, ast.ImportFrom):
            module = part.module or ""
            yield from (
                [f"playback.{alias.name}" for alias in part.names]
                if module == "playback"
                else [module]
            )
        elif isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)


def test_no_room_of_the_machinery_imports_a_higher_one() -> None:
    rooms = rooms_of_the_machinery()
    assert set(rooms) == set.union(*FLOORS)
    floor = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
    for room, paths in rooms.items():
        for module in (module for path in paths for module in imports(path)):
            top, _, rest = module.partition(".")
            assert top != "snippets"
            if top == "playback":
                imported = rest.partition(".")[0]
                assert floor[imported] <= floor[room], f"{room} imports {imported}"
            elif room not in NEEDS_MORE_THAN_THE_STANDARD_LIBRARY:
                assert top in sys.stdlib_module_names, f"{room} imports {top}"


def test_every_room_is_in_the_table_of_rooms() -> None:
    table = (ROOT / "scripts/README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)/?` \|", table.partition("## Decisions")[0], re.MULTILINE))
    assert set(rooms_of_the_machinery()) <= named
