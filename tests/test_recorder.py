"""The recorder changes nothing of a program.

What a program could still tell apart from a plain run on a terminal: sys.stdout.isatty(), the
class of sys.stdout.buffer.raw, the files it has open from descriptor 100, its environment,
sys.modules, the hosts it can reach, its audit hooks and what they hear of introspection; how deep
it can recurse, which is a call or two less. From 3.12 on, tool 4 of sys.monitoring; on 3.11
sys.gettrace(), the f_trace of its frames and what gc.get_referrers finds, until it sets a trace
function of its own.
"""

import os
import pty
import selectors
import subprocess
import sys
import tty
import venv
from collections import defaultdict
from pathlib import Path

import pytest
from playback.process import INJECT
from programs import real, texts, write
from unchanged import PROGRAMS

PATIENCE = 60  # seconds after which a program counts as hanging
SURROUNDINGS = {
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
    "LC_ALL": "C.UTF-8",
    "PYTHON_COLORS": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def recorded(program: Path, folder: Path) -> tuple[int, bytes, bytes]:
    """What a program ends with and prints while it is recorded."""
    environment = {
        **SURROUNDINGS,
        "PYTHONPATH": str(INJECT),
        "PLAYBACK": str(folder / "log"),
        "PLAYBACK_PROCESS": str(os.getpid()),
        "PLAYBACK_SCRIPT": str(program),
        "PLAYBACK_ZERO": "1",
        "PLAYBACK_CLOCK": "real",
        "PLAYBACK_HOSTS": "",
    }
    done = subprocess.run(
        [sys.executable, program.name],
        cwd=program.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    return done.returncode, done.stdout, done.stderr


def plain(program: Path) -> tuple[int, bytes, bytes]:
    """What it ends with and prints on a terminal; one for each stream, to tell them apart."""
    printed: dict[int, bytes] = defaultdict(bytes)
    terminals, ends = zip(*(pty.openpty() for _ in range(2)), strict=True)
    with selectors.DefaultSelector() as selector:
        for terminal, end in zip(terminals, ends, strict=True):
            tty.setraw(end)
            selector.register(terminal, selectors.EVENT_READ)
        process = subprocess.Popen(
            [sys.executable, program.name],
            cwd=program.parent,
            env=SURROUNDINGS,
            stdin=subprocess.DEVNULL,
            stdout=ends[0],
            stderr=ends[1],
        )
        for end in ends:
            os.close(end)
        while selector.get_map():
            for key, _ in selector.select():
                try:
                    printed[key.fd] += os.read(key.fd, 65_536)
                except OSError:  # how a terminal says that nobody writes to it any more
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return process.wait(), printed[terminals[0]], printed[terminals[1]]


DEEPEST = [name for name in PROGRAMS if "endless recursion" in name]
ON_3_11 = {"how deep it can go"} if sys.version_info < (3, 12) else set()  # not quite so deep


@pytest.mark.parametrize("name", DEEPEST)
def test_a_recorded_program_that_recurses_too_deep_ends_as_it_does_on_a_terminal(
    name: str, tmp_path: Path
) -> None:
    program = write(tmp_path, PROGRAMS[name])
    for got, wanted in zip(recorded(program, tmp_path), plain(program), strict=True):
        if isinstance(got, bytes) and isinstance(wanted, bytes) and b"Traceback" in wanted:
            assert got.splitlines()[-1] == wanted.splitlines()[-1]
            assert got.count(b"Traceback") == wanted.count(b"Traceback")
        else:
            assert got == wanted


@pytest.mark.parametrize("name", sorted(PROGRAMS.keys() - set(DEEPEST) - ON_3_11))
def test_a_recorded_program_does_what_it_does_on_a_terminal(name: str, tmp_path: Path) -> None:
    program = write(tmp_path, PROGRAMS[name])
    assert recorded(program, tmp_path) == plain(program)


def test_a_program_finds_no_trace_of_the_way_in_on_its_path(tmp_path: Path) -> None:
    program = write(tmp_path, "import sys\nprint(*sys.path, sep='\\n')\n")
    _, printed, _ = recorded(program, tmp_path)
    assert str(tmp_path).encode() in printed
    assert b"playback" not in printed


def test_a_shadowed_sitecustomize_still_loads(tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    [packages] = (tmp_path / "env").glob("lib/python*/site-packages")
    write(packages, "import sys\nsys.customized = 'by the environment'\n", "sitecustomize.py")
    program = write(tmp_path, "import sys\nprint(sys.customized)\n")
    done = subprocess.run(
        [tmp_path / "env/bin/python", program],
        env={"PYTHONPATH": str(INJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("by the environment\n", "")


def test_a_full_disk_is_nothing_of_the_programs_concern(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import resource

        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_001, limits[1]))
        for number in range(200):
            print(number)
        """,
    )
    run = real(program)
    assert texts(run) == [str(number) for number in range(200)]
    moments = [line.t for line in run.output]
    assert moments == sorted(moments)
