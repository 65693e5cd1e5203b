"""The command scripts/capture: what it runs, what it keeps, how many at a time."""

import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path
from xml.etree import ElementTree

import pytest
from capturing import capture, command, files_of, run_of, runs
from playback.snippet import ROOT
from programs import texts, write


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


def test_what_does_not_run_on_this_python_is_left_out(kitchen: Path) -> None:
    tea = kitchen / "snippets/dishes/tea.py"
    tea.write_text(f'# /// script\n# requires-python = ">=3.99"\n# ///\n{tea.read_text()}')
    done = capture(folder=kitchen, project=kitchen)
    assert (done.status, done.lines[-2]) == (0, "2 captured, 0 unchanged, 0 failed")
    assert done.lines[-1].startswith("1 were left out: they do not run on Python 3.")
    assert runs(kitchen) == {"rice": 1, "soup": 1}


def test_what_is_imported_from_beside_makes_it_run_again(kitchen: Path) -> None:
    tea = kitchen / "snippets/dishes/tea.py"
    tea.write_text(f"import soup\n\n{tea.read_text()}")
    capture(folder=kitchen, project=kitchen)
    with (kitchen / "snippets/dishes/soup.py").open("a") as soup:
        soup.write("# with salt\n")
    changed = capture(folder=kitchen, project=kitchen)
    assert changed.lines[-1] == "2 captured, 1 unchanged, 0 failed"
    told = {line.partition(" took")[0] for line in changed.lines[:-1]}
    assert told == {"dishes/soup", "dishes/tea"}


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


def test_a_program_of_ones_own_gets_a_picture_of_its_timeline(tmp_path: Path) -> None:
    write(tmp_path, "import time\ntime.sleep(0.1)\n", "soup.py")
    picture = tmp_path / "runs/soup.svg"
    for said in ("1 captured, 0 unchanged, 0 failed", "0 captured, 1 unchanged, 0 failed"):
        done = capture("soup.py", "--out", "runs", folder=tmp_path)
        assert done.lines[-1] == said
        drawing = ElementTree.parse(picture).getroot()
        texts = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
        assert "time.sleep(0.1)" in texts
        picture.unlink()  # it is drawn again even where the program is not run again


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
    assert "7 captured, 0 unchanged, 0 failed" in done.lines

    rows = [row.split() for row in (tmp_path / "times").read_text().splitlines()]
    spans = [(name, float(start), float(end)) for name, start, end in rows]
    assert 5 + 2 <= len(spans) <= 5 + 2 * 2
    for name, start, end in spans:
        at_start = [other for other, since, till in spans if since <= start < till]
        assert len(at_start) <= (1 if name.startswith("alone") else 2), at_start
        if name.startswith("alone"):
            assert not [other for other, since, _ in spans if start < since < end]


@pytest.mark.parametrize(("options", "runs"), [((), 2), (("--best-of", "1"), 1)])
def test_of_two_disturbed_runs_the_shorter_is_kept(
    tmp_path: Path, options: tuple[str, ...], runs: int
) -> None:
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
        time.sleep((0.9, 0.5)[number - 1])
        """,
    )
    program.write_text(ALONE + program.read_text())
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        done = capture("program.py", "--out", ".", *options, folder=tmp_path)
        busy.kill()
    run = run_of(tmp_path / "program.json")
    assert run.made.best_of == runs
    assert run.made.others is not None
    assert run.made.others > 0.1
    assert "were disturbed by other programs" in done.lines[-1]
    assert texts(run) == [f"run {runs}"]
    assert (tmp_path / "runs_so_far").read_text() == "x" * runs


def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path: Path) -> None:
    names = [write(tmp_path, f"print({n})\n", f"dish_{n}.py").name for n in range(3)]
    names.append(write(tmp_path, "1 / 0\n", "burnt.py").name)
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 120))
    process = subprocess.Popen(
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
