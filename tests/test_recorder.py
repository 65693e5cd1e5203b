"""The recorder changes nothing of a program.

What a program could still tell apart from a plain run on a terminal: sys.stdout.isatty(), the
class of sys.stdout.buffer.raw, the files it has open from descriptor 100, its environment,
sys.modules, on 3.11 a trace function until its imports are done, its audit hooks.
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

SURROUNDINGS = {
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
    "LC_ALL": "C.UTF-8",
    "PYTHON_COLORS": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}

PROGRAMS = {
    "both streams": """
        import sys
        print("soup", "rice", sep=", ")
        print("burnt", file=sys.stderr)
        print()
        sys.stdout.writelines(["tea\\n", "Crème brûlée ✓\\n"])
        """,
    "a traceback": """
        def cook(dish):
            raise ValueError(f"no {dish}")
        try:
            cook("soup")
        except ValueError as error:
            raise RuntimeError("dinner is off") from error
        """,
    "an exception group": """
        import asyncio
        async def fail(dish):
            raise ValueError(dish)
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(fail("soup"))
                group.create_task(fail("rice"))
        asyncio.run(main())
        """,
    "a status": "import sys\nprint('soup')\nsys.exit(3)\n",
    "a last word": "import sys\nsys.exit('the kitchen is closed')\n",
    "an interrupt": "print('soup')\nraise KeyboardInterrupt\n",
    "endless recursion": "def cook():\n    cook()\ncook()\n",
    "an assertion": "import unittest\nassert unittest is None, 'tests are on'\n",
    "a line without an end": "print('soup')\nprint('rice', end='')\n",
    "a sudden end": """
        import os
        print("soup")
        print("never seen", end="")
        os._exit(4)
        """,
    "a kill": """
        import os, signal
        print("soup")
        print("never seen", end="")
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    "a signal": "import signal\nprint('soup')\nsignal.raise_signal(signal.SIGTERM)\n",
    "writes past Python": """
        import os
        print("soup", end="")
        os.write(1, b"rice\\n")
        print("tea")
        os.write(2, b"burnt\\n")
        os.write(1, b"done\\n")
        """,
    "bytes that are no text": """
        import sys
        sys.stdout.buffer.write(b"\\xff\\xfe\\n")
        print("after")
        sys.stdout.buffer.write(b"last")
        """,
    "names that are no text": """
        import os
        print(os.fsdecode(b"\\xe9t\\xe9"))
        """,
    "half a character": "print('\\ud800')\n",
    "a child": """
        import subprocess, sys
        subprocess.run(["echo", "soup"])
        print("rice")
        subprocess.run([sys.executable, "-c", "print('tea'); 1/0"])
        """,
    "forked children": """
        import multiprocessing
        def cook(dish):
            print(dish)
        print("menu", end=" ")
        process = multiprocessing.get_context("fork").Process(target=cook, args=["soup"])
        process.start()
        process.join()
        print("done")
        """,
    "a pool of processes": """
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context
        if __name__ == "__main__":
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                print(pool.submit(pow, 2, 10).result())
                pool.submit(print, "soup").result()
        """,
    "a log": """
        import logging
        logging.basicConfig(level=logging.INFO)
        logging.info("soup")
        logging.getLogger("rice").exception("burnt")
        """,
    "warnings": """
        import warnings
        def cook():
            warnings.warn("hot")
            warnings.warn("old", DeprecationWarning)
        cook()
        """,
    "a forgotten await": """
        import asyncio
        async def cook():
            pass
        async def main():
            cook()
            print("done")
        asyncio.run(main())
        """,
    "a lost exception": """
        import asyncio
        async def main():
            asyncio.get_running_loop().create_future().set_exception(ValueError("soup"))
        asyncio.run(main())
        """,
    "a failing thread": """
        import threading
        def cook():
            raise ValueError("soup")
        thread = threading.Thread(target=cook, name="cook")
        thread.start()
        thread.join()
        """,
    "last things": """
        import atexit, sys
        atexit.register(print, "bye", end="")
        class Pot:
            def __del__(self):
                print("washed up")
        pot = Pot()
        print("soup")
        """,
    "streams of its own": """
        import contextlib, io, sys
        with contextlib.redirect_stdout(io.StringIO()) as text:
            print("soup")
        print(text.getvalue().upper(), end="")
        sys.stdout.reconfigure(line_buffering=False, errors="replace")
        print("half \\ud800")
        print(sys.stdout.name, sys.stdout.mode, sys.stdout.encoding, sys.stdout.fileno())
        print(sys.stderr.name, sys.stderr.errors, sys.stderr.line_buffering, sys.stderr.newlines)
        print(sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__)
        sys.stdout.close()
        print("end", file=sys.stderr)
        """,
    "its standard input": "print(repr(input()))\n",
    "closing all files": "import os\nos.closerange(3, 1000)\nprint('soup')\n",
    "its place in the world": """
        import os, signal, sys, threading
        import __main__
        print(sys.argv, sys.path, sys.flags, sys.orig_argv[1:], sep="\\n")
        print(__name__, __file__, __spec__, os.getcwd(), sorted(vars(__main__)))
        print(sys.getprofile(), sys.excepthook is sys.__excepthook__, threading.active_count())
        print([signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)])
        print(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
        """,
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


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_recorded_program_does_what_it_does_on_a_terminal(source: str, tmp_path: Path) -> None:
    program = write(tmp_path, source)
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
