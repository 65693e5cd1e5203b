"""What a Python file says of itself is read, and what is wrong with it is told by its line."""

import re
import sys
from pathlib import Path

import pytest
from playback.problem import Problem
from playback.snippet import ROOT, SNIPPETS, Snippet, every_snippet, shown
from programs import write

WHOLE = '''\
# /// script
# requires-python = ">=3.11"
# dependencies = ["requests", "aiohttp>=3"]
#
# [tool.playback]
# exit = 1
# alone = true
# timeout = 2.5
# stop = 1.5
# watch = false
# ///
"""One pot."""

import asyncio
from time import sleep


def cook(dish: str) -> None:
    # --8<-- [start:wait]
    sleep(1)
    # --8<-- [end:wait]


class Pot:
    pass


if __name__ == "__main__":
    cook("soup")
'''


def test_a_file_tells_what_it_needs_and_how_it_is_run(tmp_path: Path) -> None:
    snippet = Snippet.read(write(tmp_path, WHOLE))
    lines = WHOLE.splitlines(keepends=True)
    assert snippet.source == "".join(lines[:18] + lines[19:20] + lines[21:])
    assert snippet.header == (1, 11)
    assert snippet.dependencies == ["requests", "aiohttp>=3"]
    assert (snippet.exit, snippet.alone, snippet.timeout) == (1, True, 2.5)
    assert snippet.stop == 1.5
    assert not snippet.watch
    assert snippet.zero_line == 18
    assert snippet.sections == {"wait": (19, 19)}
    assert snippet.parts == {"cook": (18, 19), "Pot": (22, 23), "wait": (19, 19)}
    assert (snippet.markers, snippet.marked) == ([19, 21], True)
    in_file = [snippet.line_in_file(line) for line in (1, 18, 19, 20, 22)]
    assert in_file == [1, 18, 20, 22, 24]


def test_a_file_that_says_nothing_is_run_in_the_usual_way(tmp_path: Path) -> None:
    snippet = Snippet.read(write(tmp_path, "print('soup')\n"))
    assert (snippet.header, snippet.dependencies) == (None, [])
    assert (snippet.exit, snippet.alone, snippet.timeout) == (0, False, 30)
    assert (snippet.stop, snippet.beside, snippet.marked) == (None, {}, False)
    assert snippet.watch


def test_a_file_knows_what_it_imports_from_beside_it(tmp_path: Path) -> None:
    dinner = write(tmp_path, "import soup\nfrom rice import boil\nimport json\n", "dinner.py")
    write(tmp_path, "import salt\nimport dinner\n", "soup.py")
    write(tmp_path, "# --8<-- [start:boil]\nboil = 1\n# --8<-- [end:boil]\n", "rice.py")
    write(tmp_path, "import soup\n", "salt.py")
    write(tmp_path, "", "tea.py")
    snippet = Snippet.read(dinner)
    assert snippet.beside == {
        "soup.py": "import salt\nimport dinner\n",
        "rice.py": "boil = 1\n",
        "salt.py": "import soup\n",
    }
    assert (snippet.markers, snippet.marked) == ([], True)


@pytest.mark.parametrize(
    ("pythons", "runs"),
    {
        ">=3.11": True,
        ">=3.99": False,
        ">=3.11,<3.99": True,
        ">=3.10, <3.11": False,
        f">=3.11,<3.{sys.version_info.minor + 1}": True,
        f">=3.9,<3.{sys.version_info.minor}": False,
    }.items(),
)
def test_a_file_knows_whether_it_runs_on_this_python(
    tmp_path: Path, pythons: str, runs: bool
) -> None:
    snippet = Snippet.read(write(tmp_path, header(f'requires-python = "{pythons}"')))
    assert (snippet.pythons, snippet.runs_here) == (pythons, runs)


def test_an_empty_file_is_a_program(tmp_path: Path) -> None:
    assert Snippet.read(write(tmp_path, "")).source == ""


def test_a_snippet_is_named_by_its_chapter() -> None:
    path = every_snippet()[0]
    assert Snippet.read(path).name == f"{path.parent.name}/{path.stem}"
    assert Snippet.read(path).expected == path.with_suffix(".out")


def test_paths_are_shown_as_one_would_type_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(SNIPPETS / "index") == "snippets/index"
    assert shown(tmp_path / "soup.py") == "soup.py"
    assert shown(Path("/elsewhere/soup.py")) == "/elsewhere/soup.py"


def header(*lines: str) -> str:
    """A program with those lines in its script header."""
    return "".join(f"# {line}\n" for line in ("/// script", *lines, "///")) + "print()\n"


PLAYBACK = "[tool.playback]"
WRONG = {
    "no Python": ("print(\n\n1 +\n", r":(1|3): is not valid Python: .+"),
    "a null": ("print()\n\0", r":\d: is not valid Python: .*null.*"),
    "an unknown key": (
        header(PLAYBACK, "colour = 1"),
        r":3: declares 'colour' under \[tool\.playback\], "
        "which knows exit, alone, timeout, stop, watch",
    ),
    "a word for a status": (header(PLAYBACK, "exit = 'x'"), ":3: .* exit is a whole number, as 1"),
    "a truth for a status": (header(PLAYBACK, "exit = true"), ":3: declares exit = True under .*"),
    "a number for a truth": (header(PLAYBACK, "alone = 1"), ":3: .* alone is true or false"),
    "a truth for a time": (header(PLAYBACK, "timeout = true"), ":3: .* timeout is a number of .*"),
    "no time at all": (
        header(PLAYBACK, "timeout = 0"),
        ":3: declares timeout = 0 .*; timeout is .* above 0, as 5",
    ),
    "a negative time": (header(PLAYBACK, "exit = 1", "timeout = -2"), ":4: .* above 0, as 5"),
    "endless time": (header(PLAYBACK, "timeout = inf"), ":3: .* above 0, as 5"),
    "no time that is one": (header(PLAYBACK, "timeout = nan"), ":3: .* above 0, as 5"),
    "a table that is none": (header("tool.playback = 1"), r":1: .*playback\] is no table; .*"),
    "a tool that is none": (header("tool = 1"), r":1: .*playback\] is no table; .*"),
    "Pythons that are told otherwise": (
        header('requires-python = "3.12"'),
        r""":2: declares requires-python = '3\.12'; write ">=3\.11", or ">=3\.11,<3\.14\"""",
    ),
    "a package, no list": (
        header('dependencies = "requests"'),
        r""":2: declares dependencies = 'requests'; write a list, as \["requests"\]""",
    ),
    "packages that are numbers": (header("dependencies = [1]"), r":2: declares dependencies = .*"),
    "no moment to stop at": (header(PLAYBACK, "stop = 0"), ":3: .*; stop is .* above 0, as 2"),
    "no TOML": (header("", "exit ="), ":3: its script header is not TOML: .*"),
    "an open end of TOML": (header("exit = [1,"), ":3: its script header is not TOML: .*"),
    "a section without an end": (
        "print()\n# --8<-- [start:soup]\n",
        r":2: section 'soup' never ends; add `# --8<-- \[end:soup\]`",
    ),
    "a section without a start": (
        "print()\n# --8<-- [end:soup]\n",
        r":2: section 'soup' ends without a `# --8<-- \[start:soup\]`",
    ),
    "a section that starts twice": (
        "# --8<-- [start:soup]\n# --8<-- [start:soup]\n# --8<-- [end:soup]\n",
        ":2: section 'soup' starts a second time; rename one of them",
    ),
    "two sections of one name": (
        "# --8<-- [start:soup]\n# --8<-- [end:soup]\n# --8<-- [start:soup]\n",
        ":3: section 'soup' starts a second time; rename one of them",
    ),
    "a section that ends twice": (
        "# --8<-- [start:soup]\n# --8<-- [end:soup]\n# --8<-- [end:soup]\n",
        r":3: section 'soup' ends without a `# --8<-- \[start:soup\]`",
    ),
}


@pytest.mark.parametrize(("source", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_by_its_line(tmp_path: Path, source: str, told: str) -> None:
    path = write(tmp_path, source)
    with pytest.raises(Problem, match=f"^{re.escape(str(path))}{told}$"):
        Snippet.read(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"/soup\.py: there is no such file; check the name$"):
        Snippet.read(tmp_path / "soup.py")


def test_a_folder_is_no_program(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=f"^{tmp_path}: cannot be read: Is a directory$"):
        Snippet.read(tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "soup.py"
    path.write_bytes("print('crème')\n".encode("latin-1"))
    with pytest.raises(Problem, match=r"soup\.py: is not UTF-8 text \(.+\); save it so$"):
        Snippet.read(path)


def test_every_snippet_is_found() -> None:
    found = every_snippet()
    assert found == sorted(ROOT.glob("snippets/**/*.py"))
    assert len(found) >= 12
