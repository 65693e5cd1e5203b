"""What scripts/capture says of programs that go wrong, and what it keeps all the same."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from capturing import EARLIER, Captured, capture, files_of, run_of
from playback.recorder import OUTPUT_LIMIT
from playback.transcript import as_html
from programs import texts, write


@dataclass(frozen=True)
class Bad:
    """A program, and what must be told of it."""

    told: str
    source: str


BAD = {
    "syntax_error": Bad(r":3: is not valid Python: .+", "print()\n\nprint(1 +* 2)\n"),
    "undeclared_host": Bad(
        r":3: reaches for nowhere\.example, which the stage does not have; "
        r"declare it in snippets/stage\.toml",
        "import requests\n\nrequests.get('https://nowhere.example/')\n",
    ),
    "undeclared_host_caught": Bad(
        r":6: reaches for 192\.0\.2\.1, which the stage does not have; .+",
        "import socket\n\n\ndef reach():\n    try:\n"
        "        socket.create_connection(('192.0.2.1', 80))\n"
        "    except OSError:\n        pass\n\n\nreach()\n",
    ),
    "other_status": Bad(
        r":2: ended with exit status 1, expected 0: ValueError: no soup; if that is meant, "
        r"declare `exit = …` under \[tool\.playback\] in its script header",
        "def cook():\n    raise ValueError('no soup')\n\n\ncook()\n",
    ),
    "hang": Bad(
        r":8: was still running after 2 s and was ended; if it needs longer, say so: "
        r"`timeout = …` under \[tool\.playback\] in its script header",
        "# /// script\n# [tool.playback]\n# timeout = 2\n# ///\n"
        "import subprocess\n\nprint('x')\nsubprocess.run(['sleep', '99'])\n",
    ),
    "not_text": Bad(
        r": printed bytes that are not UTF-8 text \(b'\\xff' in b'\\xff'\); "
        r"decode them, or print their repr\(\)",
        "import os\n\nos.write(1, b'\\xff\\n')\n",
    ),
    "child_left_behind": Bad(
        r": left 1 running when it ended \(sleep 99\); "
        r"a program waits for, or ends, every process it starts",
        "import subprocess\n\nsubprocess.Popen(['sleep', '99'], start_new_session=True)\n",
    ),
    "asks": Bad(
        r":1: ended with exit status 1, expected 0: EOFError: EOF when reading a line; .+",
        "print(input())\n",
    ),
    "unknown_key": Bad(
        r":3: declares 'colour' under \[tool\.playback\], which knows "
        r"exit, alone, timeout, stop, watch",
        "# /// script\n# [tool.playback]\n# colour = 1\n# ///\n",
    ),
    "wrong_type": Bad(
        r":3: declares timeout = 'long' under \[tool\.playback\]; timeout is a number .+",
        "# /// script\n# [tool.playback]\n# timeout = 'long'\n# ///\n",
    ),
    "open_section": Bad(
        r":1: section 'soup' never ends; add `# --8<-- \[end:soup\]`",
        "# --8<-- [start:soup]\n",
    ),
    "missing_package": Bad(
        r":2: needs no-such-pot, which is not installed; add it to pyproject\.toml and the lock",
        '# /// script\n# dependencies = ["no-such-pot"]\n# ///\nimport no_such_pot\n',
    ),
    "changes_itself": Bad(
        r": changed while it ran; capture it again",
        "with open(__file__, 'a') as file:\n    file.write('# salt\\n')\n",
    ),
    "missing_file": Bad(r": there is no such file; check the name", ""),
}
GOOD = {
    "declared_status": "# /// script\n# [tool.playback]\n# exit = 1\n# ///\nraise SystemExit(1)\n",
    "reads_all_input": "import sys\nprint(repr(sys.stdin.read()))\n",
    "100_megabytes": "for _ in range(100_000):\n    print('x' * 999)\n",
}


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Captured]:
    """All those programs, captured at once over earlier captures; the folder, and how it went."""
    folder = tmp_path_factory.mktemp("evening")
    sources = GOOD | {name: bad.source for name, bad in BAD.items()}
    for name, source in sources.items():
        (folder / f"{name}.json").write_text(EARLIER)
        if source:
            write(folder, source, f"{name}.py")
    files = [f"{name}.py" for name in sources]
    return folder, capture(*files, "--jobs", "8", "--out", ".", folder=folder)


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_program_is_told_and_its_earlier_capture_stays(
    evening: tuple[Path, Captured], name: str
) -> None:
    folder, done = evening
    told = [line for line in done.lines if line.startswith(f"failed: {name}.py")]
    assert len(told) == 1, done.lines
    assert re.fullmatch(f"failed: {name}.py{BAD[name].told}", told[0]), told[0]
    assert (folder / f"{name}.json").read_text() == EARLIER


@pytest.mark.parametrize("name", GOOD)
def test_what_is_right_is_captured_beside_it(evening: tuple[Path, Captured], name: str) -> None:
    folder, done = evening
    assert any(line.startswith(f"{name} took ") for line in done.lines)
    run = run_of(folder / f"{name}.json")
    assert run.source == GOOD[name]


def test_a_capture_with_failures_counts_them_and_fails(evening: tuple[Path, Captured]) -> None:
    folder, done = evening
    assert done.status == 1
    assert done.lines[-1] == f"{len(GOOD)} captured, 0 unchanged, {len(BAD)} failed"
    assert not list(folder.glob("*.part"))


def test_of_100_megabytes_the_capture_says_what_is_missing(evening: tuple[Path, Captured]) -> None:
    run = run_of(evening[0] / "100_megabytes.json")
    assert sum(len(line) + 1 for line in texts(run)) - 1 == OUTPUT_LIMIT
    assert run.unkept == 100_000_000 - OUTPUT_LIMIT
    assert "… and 99,737,856 bytes more, which are not shown" in as_html(run)


def test_output_that_differs_from_the_expected_one_fails_and_is_shown(kitchen: Path) -> None:
    for dish in ("soup", "rice"):
        expected = kitchen / f"snippets/dishes/{dish}.out"
        expected.write_text(f"$ python {dish}.py\n{dish}, cold\n")
    first = capture(folder=kitchen, project=kitchen)
    (kitchen / "snippets/dishes/tea.out").write_text("$ python tea.py\ntea, iced\n")
    second = capture("snippets/dishes/tea.py", folder=kitchen, project=kitchen)
    for done, dish, instead in ((first, "soup", "cold"), (second, "tea", "iced")):
        assert done.status == 1
        told = "\n".join(done.lines)
        assert (
            f"failed: snippets/dishes/{dish}.out: the run differs from it in more than numbers; "
            "if the run is right, scripts/test --update-examples renews it:\n"
            "--- expected\n+++ this run\n@@ -1,2 +1,2 @@\n"
            f" $ python {dish}.py\n-{dish}, {instead}\n+{dish}, hot\n"
        ) in told
    assert first.lines[-1] == "1 captured, 0 unchanged, 2 failed"
    assert list(files_of(kitchen)) == ["dishes/tea.json"]


def test_output_that_differs_once_is_run_again(kitchen: Path) -> None:
    tea = kitchen / "snippets/dishes/tea.py"
    tea.write_text(f"{tea.read_text()}print(len(open('tea.runs').readlines()) > 1)\n")
    tea.with_suffix(".out").write_text("$ python tea.py\ntea, hot\nTrue\n")
    done = capture("snippets/dishes/tea.py", folder=kitchen, project=kitchen)
    assert done.status == 0
    assert done.lines[0] == "dishes/tea: printed something else than expected; is run again"
    assert texts(run_of(kitchen / "captures/dishes/tea.json")) == ["tea, hot", "True"]


def test_what_cannot_be_read_fails_by_itself_alone(kitchen: Path) -> None:
    (kitchen / "snippets/dishes/soup.out").write_bytes(b"$ python soup.py\n\xff\n")
    (kitchen / "captures/dishes/rice.json").mkdir(parents=True)
    done = capture(folder=kitchen, project=kitchen)
    assert done.status == 1
    assert "failed: [Errno 21] Is a directory: " in done.lines[0]
    assert done.lines[0].endswith("captures/dishes/rice.json'")
    assert (
        "failed: snippets/dishes/soup.out: is not UTF-8 text; "
        "scripts/test --update-examples renews it"
    ) in done.lines
    assert done.lines[-1] == "1 captured, 0 unchanged, 2 failed"


def test_a_wrong_declaration_of_the_stage_is_one_line(kitchen: Path) -> None:
    (kitchen / "snippets/stage.toml").write_text('["example.org"]\nlatency = 0.2\n')
    done = capture(folder=kitchen, project=kitchen)
    assert done.status == 1
    assert done.lines == [
        "failed: snippets/stage.toml: example.org has {'latency': 0.2}; "
        "each host has `latency` (seconds) and `characters`",
        "0 captured, 0 unchanged, 1 failed",
    ]
