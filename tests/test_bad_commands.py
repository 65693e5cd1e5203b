"""What scripts/capture says when it cannot do its work, and what it keeps all the same."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from capturing import EARLIER, PATIENCE, capture, command, files_of, run_of, until
from programs import children, is_alive, texts, write


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
    command: Mapping[str, Any]

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
    process = subprocess.Popen(
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
    assert kept == [".lock", *(f"quick_{n}.{kind}" for n in (0, 1) for kind in ("json", "svg"))]
    assert not list((waiting.folder / "temporary").iterdir())

    (waiting.folder / "go").touch()
    again = subprocess.run(**waiting.command, capture_output=True, check=False)
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


@pytest.mark.parametrize(
    ("option", "number"), [("--jobs", "0"), ("--best-of", "-1"), ("--jobs", "many")]
)
def test_less_than_one_is_refused(tmp_path: Path, option: str, number: str) -> None:
    done = capture(option, number, folder=tmp_path)
    assert done.status == 2
    assert done.lines[-1].startswith("scripts/capture: error: ")
    assert option in done.lines[-1]
