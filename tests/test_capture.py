"""The command scripts/capture: what it runs, what it keeps, and what it says when it cannot."""

import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playback.recorder import OUTPUT_LIMIT
from playback.run import Made, Run
from playback.snippet import ROOT
from playback.transcript import as_html
from programs import children, is_alive, texts, write

PATIENCE = 60  # seconds after which what does not come counts as never coming

EARLIER = Run(
    file="earlier.py",
    source="print('earlier')\n",
    exit=0,
    wall=1,
    startup=1,
    clock="real",
    made=Made("3.11.0", "CPython", "Linux", {}, "2026-11-22T10:00:00+00:00", 1, key="earlier"),
    output=[],
).to_json()


def command(*arguments: str | Path, project: Path = ROOT, **environment: str) -> dict[str, object]:
    """How to start the command of a project, as what subprocess takes."""
    return {
        "args": [sys.executable, "-m", "playback.capture", *arguments],
        "env": {**os.environ, "PYTHONPATH": str(project / "scripts"), **environment},
        "stdin": subprocess.DEVNULL,
        "text": True,
    }


@dataclass(frozen=True)
class Captured:
    """How a capture went: its exit status and its lines."""

    status: int
    lines: list[str]


def capture(
    *arguments: str | Path, folder: Path, project: Path = ROOT, file_size: int | None = None
) -> Captured:
    """Run the command in `folder`, where no file can be longer than `file_size`."""

    def fill_disk() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    done = subprocess.run(  # type: ignore[call-overload]
        **command(*arguments, project=project),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=fill_disk,
        check=False,
    )
    return Captured(done.returncode, done.stdout.splitlines())


def run_of(path: Path) -> Run:
    """The run in a capture."""
    return Run.from_json(path.read_text(encoding="utf-8"))


def until(condition: Callable[[], object], process: subprocess.Popen[str]) -> None:
    """Wait for a condition that a running process will bring about."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """A project with three snippets, each of which notes every run of it in a file."""
    project = tmp_path / "project"
    shutil.copytree(ROOT / "scripts/playback", project / "scripts/playback")
    shutil.copy(ROOT / "requirements.txt", project)
    (project / "snippets/dishes").mkdir(parents=True)
    shutil.copy(ROOT / "snippets/stage.toml", project / "snippets")
    for dish in ("soup", "rice", "tea"):
        write(
            project / "snippets/dishes",
            f"""
            with open("{dish}.runs", "a") as file:
                print("run", file=file)
            print("{dish}, hot")
            """,
            f"{dish}.py",
        )
    return project


def runs(project: Path) -> dict[str, int]:
    """How often each dish of the kitchen was run."""
    return {
        file.stem: len(file.read_text().splitlines())
        for file in sorted((project / "snippets/dishes").glob("*.runs"))
    }


def files_of(project: Path) -> dict[str, tuple[bytes, int]]:
    """The captures of a project, with their times of change."""
    return {
        file.relative_to(project / "captures").as_posix(): (
            file.read_bytes(),
            file.stat().st_mtime_ns,
        )
        for file in sorted((project / "captures").rglob("*.json"))
    }


# What is captured


def test_every_snippet_is_captured_below_its_chapter(kitchen: Path) -> None:
    done = capture(folder=kitchen, project=kitchen)
    assert done.status == 0
    assert done.lines[-1] == "3 captured, 0 unchanged, 0 failed"
    told = sorted(re.sub(r"[\d.]+ s$", "# s", line) for line in done.lines[:-1])
    assert told == [f"dishes/{dish} took # s" for dish in ("rice", "soup", "tea")]
    assert list(files_of(kitchen)) == [f"dishes/{dish}.json" for dish in ("rice", "soup", "tea")]
    run = run_of(kitchen / "captures/dishes/soup.json")
    assert (run.file, run.exit, run.clock, texts(run)) == ("soup.py", 0, "real", ["soup, hot"])
    assert run.source == (kitchen / "snippets/dishes/soup.py").read_text()
    assert run.made.best_of == 1


def test_nothing_is_run_again_until_something_changes(kitchen: Path) -> None:
    capture(folder=kitchen, project=kitchen)
    before = files_of(kitchen)
    again = capture(folder=kitchen, project=kitchen)
    assert (again.status, again.lines) == (0, ["0 captured, 3 unchanged, 0 failed"])
    assert runs(kitchen) == {"rice": 1, "soup": 1, "tea": 1}
    assert files_of(kitchen) == before

    with (kitchen / "snippets/dishes/tea.py").open("a") as tea:
        tea.write("print('with milk')\n")
    changed = capture(folder=kitchen, project=kitchen)
    assert changed.lines[-1] == "1 captured, 2 unchanged, 0 failed"
    assert runs(kitchen) == {"rice": 1, "soup": 1, "tea": 2}
    after = files_of(kitchen)
    assert {name for name in after if after[name] != before[name]} == {"dishes/tea.json"}


def test_what_all_runs_depend_on_makes_all_run_again(kitchen: Path) -> None:
    capture(folder=kitchen, project=kitchen)
    for count, name in enumerate(
        ("snippets/stage.toml", "requirements.txt", "scripts/playback/recorder.py"), 2
    ):
        with (kitchen / name).open("a") as file:
            file.write("# changed\n")
        done = capture(folder=kitchen, project=kitchen)
        assert done.lines[-1] == "3 captured, 0 unchanged, 0 failed"
        assert runs(kitchen) == {"rice": count, "soup": count, "tea": count}


def test_the_capture_of_a_snippet_that_is_gone_goes_too(kitchen: Path) -> None:
    capture(folder=kitchen, project=kitchen)
    (kitchen / "snippets/dishes/tea.py").unlink()
    capture("snippets/dishes/soup.py", folder=kitchen, project=kitchen)
    capture("--out", "elsewhere", folder=kitchen, project=kitchen)
    assert "dishes/tea.json" in files_of(kitchen)
    assert sorted(file.name for file in kitchen.glob("elsewhere/*.json")) == [
        "rice.json",
        "soup.json",
    ]

    done = capture(folder=kitchen, project=kitchen)
    assert done.lines == ["0 captured, 2 unchanged, 0 failed"]
    assert list(files_of(kitchen)) == ["dishes/rice.json", "dishes/soup.json"]


def test_one_snippet_can_be_named_even_twice(kitchen: Path) -> None:
    soup = "snippets/dishes/soup.py"
    done = capture(soup, f"./{soup}", folder=kitchen, project=kitchen)
    assert done.lines[-1] == "1 captured, 0 unchanged, 0 failed"
    assert runs(kitchen) == {"soup": 1}


def test_the_script_records_any_file_anywhere(tmp_path: Path) -> None:
    write(tmp_path, "print('soup')\n", "soup.py")
    done = subprocess.run(
        [ROOT / "scripts/capture", "soup.py", "--out", "runs"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 captured, 0 unchanged, 0 failed\n")
    assert texts(run_of(tmp_path / "runs/soup.json")) == ["soup"]


# Several at a time

MEET = """
    import time
    from pathlib import Path

    Path(f"{{Path(__file__).stem}}.here").touch()
    while len(list(Path().glob("*.here"))) < {guests}:
        time.sleep(0.01)
    """
TIMED = """
    import time
    from pathlib import Path

    start = time.monotonic()
    time.sleep(0.2)
    with Path("times").open("a") as file:
        print(Path(__file__).stem, start, time.monotonic(), file=file)
    """
ALONE = "# /// script\n# [tool.playback]\n# alone = true\n# ///\n"


def test_several_run_at_a_time(tmp_path: Path) -> None:
    names = [write(tmp_path, MEET.format(guests=3), f"guest_{n}.py").name for n in range(3)]
    done = capture(*names, "--jobs", "3", "--out", "runs", folder=tmp_path)
    assert done.lines[-1] == "3 captured, 0 unchanged, 0 failed"


def test_no_more_run_at_a_time_than_was_said_and_some_run_alone(tmp_path: Path) -> None:
    names = [write(tmp_path, TIMED, f"together_{n}.py").name for n in range(5)]
    for n in range(2):
        alone = write(tmp_path, TIMED, f"alone_{n}.py")
        alone.write_text(ALONE + alone.read_text())
        names.insert(2 * n, alone.name)
    done = capture(*names, "--jobs", "2", "--out", "runs", folder=tmp_path)
    assert done.lines[-1] == "7 captured, 0 unchanged, 0 failed"

    rows = [row.split() for row in (tmp_path / "times").read_text().splitlines()]
    spans = [(name, float(start), float(end)) for name, start, end in rows]
    assert len(spans) == 5 + 2 * 3
    for name, start, end in spans:
        at_start = [other for other, since, till in spans if since <= start < till]
        assert len(at_start) <= (1 if name.startswith("alone") else 2), at_start
        if name.startswith("alone"):
            assert not [other for other, since, _ in spans if start < since < end]


def test_of_three_runs_alone_the_shortest_is_kept(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time
        from pathlib import Path

        with Path("runs_so_far").open("a+") as file:
            file.write("x")
            file.seek(0)
            number = len(file.read())
        print(f"run {number}")
        time.sleep((0.8, 0, 0.8)[number - 1])
        """,
    )
    program.write_text(ALONE + program.read_text())
    capture("program.py", "--out", ".", folder=tmp_path)
    run = run_of(tmp_path / "program.json")
    assert run.made.best_of == 3
    assert texts(run) == ["run 2"]
    assert (tmp_path / "runs_so_far").read_text() == "xxx"


def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path: Path) -> None:
    names = [write(tmp_path, f"print({n})\n", f"dish_{n}.py").name for n in range(3)]
    names.append(write(tmp_path, "1 / 0\n", "burnt.py").name)
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 120))
    process = subprocess.Popen(  # type: ignore[call-overload]
        **command(*names, "--jobs", "1", "--out", "runs"), cwd=tmp_path, stdout=end, stderr=end
    )
    os.close(end)
    shown = b""
    try:
        while piece := os.read(terminal, 65_536):
            shown += piece
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    os.close(terminal)
    assert process.wait() == 1
    text = shown.decode()
    assert re.search(r"\r +0%\|[ █]+\| 0/4 ", text)
    assert re.search(r"\r75%\|█+.*\| 3/4 .*dish_2 took [\d.]+ s\]", text.replace("\r ", "\r"))
    assert "failed: burnt.py:1: ended with exit status 1" in text
    assert text.splitlines()[-1].endswith("3 captured, 0 unchanged, 1 failed")
    assert "took" not in re.sub(r"\r[^\r]*\|[^\r]*", "", text), "no plain lines beside the bar"


# What goes wrong with programs


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
        r":3: declares 'colour' under \[tool\.playback\], which knows exit, alone, timeout",
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


# What goes wrong with the command


def test_a_damaged_capture_is_said_and_made_again(kitchen: Path) -> None:
    capture(folder=kitchen, project=kitchen)
    before = files_of(kitchen)
    soup, rice = kitchen / "captures/dishes/soup.json", kitchen / "captures/dishes/rice.json"
    soup.write_bytes(soup.read_bytes()[:-100])
    rice.write_bytes(b"\xff\x00 no capture")
    done = capture(folder=kitchen, project=kitchen)
    assert done.status == 0
    assert re.fullmatch(
        r"captures/dishes/rice\.json: is damaged \(.+\); it is made again", done.lines[0]
    )
    assert re.fullmatch(
        r"captures/dishes/soup\.json: is damaged \(.+\); it is made again", done.lines[1]
    )
    assert done.lines[-1] == "2 captured, 1 unchanged, 0 failed"
    assert texts(run_of(soup)) == ["soup, hot"]
    assert files_of(kitchen)["dishes/tea.json"] == before["dishes/tea.json"]


def test_a_damaged_capture_stays_if_it_cannot_be_made_again(tmp_path: Path) -> None:
    write(tmp_path, "1 / 0\n")
    (tmp_path / "program.json").write_text("{")
    done = capture("program.py", "--out", ".", folder=tmp_path)
    assert done.lines[0].startswith("program.json: is damaged (")
    assert done.lines[-1] == "0 captured, 0 unchanged, 1 failed"
    assert (tmp_path / "program.json").read_text() == "{"


WAITS = """
    import os, subprocess, time
    from pathlib import Path

    name = Path(__file__).stem
    if not Path("go").exists():
        child = subprocess.Popen(["sleep", "99"], start_new_session=True)
        Path(f"{name}.new").write_text(f"{os.getpid()} {child.pid}")
        Path(f"{name}.new").rename(f"{name}.started")
        while not Path("go").exists():
            time.sleep(0.02)
        child.kill()
        child.wait()
    """


@dataclass(frozen=True)
class Waiting:
    """A capture of four programs: two have been captured, two wait."""

    folder: Path
    process: subprocess.Popen[str]
    command: Mapping[str, object]

    def processes(self) -> list[int]:
        """The processes of the programs that wait."""
        return [
            int(process)
            for file in self.folder.glob("*.started")
            for process in file.read_text().split()
        ]


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[Waiting]:
    """Such a capture, in a session of its own, as a terminal would start it."""
    files = [write(tmp_path, f"print({n})\n", f"quick_{n}.py").name for n in range(2)]
    files += [write(tmp_path, WAITS, f"slow_{n}.py").name for n in range(2)]
    (tmp_path / "temporary").mkdir()
    how = {**command(*files, "--out", "runs", TMPDIR=str(tmp_path / "temporary")), "cwd": tmp_path}
    process = subprocess.Popen(  # type: ignore[call-overload]
        **how, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        until(
            lambda: (
                len(list(tmp_path.glob("*.started"))) == 2
                and len(list(tmp_path.glob("runs/quick_*.json"))) == 2
            ),
            process,
        )
        yield Waiting(tmp_path, process, how)
    finally:
        (tmp_path / "go").touch()
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_capture_keeps_what_is_done_and_ends_the_rest(
    waiting: Waiting, number: int
) -> None:
    processes = waiting.processes()  # two programs and their children
    [stage] = set(children(waiting.process.pid)) - set(processes)
    processes.append(stage)
    assert len(processes) == 5
    assert all(map(is_alive, processes))
    os.killpg(waiting.process.pid, number)
    printed, _ = waiting.process.communicate(timeout=PATIENCE)
    assert waiting.process.returncode == 130
    assert printed.splitlines()[-2:] == [
        "interrupted; what was captured is kept, run this again for the rest",
        "2 captured, 0 unchanged, 0 failed",
    ]
    assert not any(map(is_alive, processes))
    with pytest.raises(ProcessLookupError):
        os.killpg(waiting.process.pid, 0)
    kept = sorted(file.name for file in (waiting.folder / "runs").iterdir())
    assert kept == [".lock", "quick_0.json", "quick_1.json"]
    assert not list((waiting.folder / "temporary").iterdir())

    (waiting.folder / "go").touch()
    again = subprocess.run(**waiting.command, capture_output=True, check=False)  # type: ignore[call-overload]
    assert again.returncode == 0
    assert again.stdout.splitlines()[-1] == "2 captured, 2 unchanged, 0 failed"


def test_a_second_capture_into_the_same_folder_is_one_clear_line(waiting: Waiting) -> None:
    second = capture("quick_0.py", "--out", "runs", folder=waiting.folder)
    elsewhere = capture("quick_0.py", "--out", "elsewhere", folder=waiting.folder)
    assert second.status == 1
    assert second.lines == [
        "failed: runs: another scripts/capture is at work here; wait for it to end",
        "0 captured, 0 unchanged, 1 failed",
    ]
    assert elsewhere.lines[-1] == "1 captured, 0 unchanged, 0 failed"
    (waiting.folder / "go").touch()
    printed, _ = waiting.process.communicate(timeout=PATIENCE)
    assert printed.splitlines()[-1] == "4 captured, 0 unchanged, 0 failed"


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    write(tmp_path, f"print('x' * 40_000)\n{'#' * 40_000}\n")
    (tmp_path / "program.json").write_text(EARLIER)
    done = capture("program.py", "--out", ".", folder=tmp_path, file_size=30_000)
    assert done.status == 1
    assert done.lines == [
        "failed: program.json: could not be written (File too large); "
        "what was there before is kept",
        "program failed",
        "0 captured, 0 unchanged, 1 failed",
    ]
    assert (tmp_path / "program.json").read_text() == EARLIER
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        ".lock",
        "program.json",
        "program.py",
    ]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path, "print('soup')\n")
    folder = Path("/proc/captures")  # closed even to root
    done = capture("program.py", "--out", folder, folder=tmp_path)
    assert done.status == 1
    assert re.fullmatch(
        r"failed: /proc/captures: cannot be written to \(.+\); make it so, or choose another: "
        r"--out DIR",
        done.lines[0],
    )
    assert done.lines[1:] == ["0 captured, 0 unchanged, 1 failed"]


def test_a_file_is_no_folder_to_write_to(tmp_path: Path) -> None:
    write(tmp_path, "print('soup')\n")
    done = capture("program.py", "--out", "program.py", folder=tmp_path)
    assert done.status == 1
    assert done.lines[0].startswith("failed: program.py: cannot be written to (File exists); ")


def test_a_file_outside_the_snippets_needs_to_be_told_where_its_run_goes(tmp_path: Path) -> None:
    write(tmp_path, "print('soup')\n")
    done = capture("program.py", folder=tmp_path)
    assert done.status == 1
    assert done.lines == [
        "failed: program.py: is not in snippets/; say where its run goes: --out DIR",
        "0 captured, 0 unchanged, 1 failed",
    ]


def test_two_files_of_one_name_do_not_share_a_capture(tmp_path: Path) -> None:
    (tmp_path / "lunch").mkdir()
    (tmp_path / "dinner").mkdir()
    for meal in ("lunch", "dinner"):
        write(tmp_path / meal, "print('soup')\n", "soup.py")
    done = capture("lunch/soup.py", "dinner/soup.py", "--out", "runs", folder=tmp_path)
    assert done.status == 1
    assert done.lines == [
        "failed: dinner/soup.py: would be soup.json, as lunch/soup.py is; give each its own DIR",
        "0 captured, 0 unchanged, 1 failed",
    ]
    assert not (tmp_path / "runs").exists()


def test_no_job_at_a_time_is_refused(tmp_path: Path) -> None:
    for jobs in ("0", "-1", "many"):
        done = capture("--jobs", jobs, folder=tmp_path)
        assert done.status == 2
        assert done.lines[-1].startswith("scripts/capture: error: ")
        assert "--jobs" in done.lines[-1]
