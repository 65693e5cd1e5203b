"""What a program does wrong is told by its line, and nothing that it started outlives it."""

import os
import signal
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from textwrap import dedent

import pytest
from playback.problem import Problem
from playback.recorder import OUTPUT_LIMIT
from playback.run import Run
from playback.snippet import where_in
from programs import exact, is_alive, real, texts, write

IMPATIENT = """\
# /// script
# [tool.playback]
# timeout = 2
# ///
"""


def test_another_status_than_declared_is_told_with_the_line_and_the_reason(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        def cook(dish: str) -> None:
            raise ValueError(f"no {dish} today")

        cook("soup")
        """,
    )
    with pytest.raises(Problem) as told:
        real(program)
    assert told.value.where == f"{program}:3"
    assert told.value.what == (
        "ended with exit status 1, expected 0: ValueError: no soup today; if that is meant, "
        "declare `exit = …` under [tool.playback] in its script header"
    )


def test_what_runs_is_what_the_page_shows_and_lines_of_the_file_are_told(tmp_path: Path) -> None:
    source = """
        from pathlib import Path

        # --8<-- [start:count]
        print(len(Path(__file__).read_text().splitlines()))
        # --8<-- [end:count]
        raise ValueError("no soup")
        """
    meant = "# /// script\n# [tool.playback]\n# exit = 1\n# ///" + dedent(source)
    run = real(write(tmp_path, meant, "meant.py"))
    lines = run.source.splitlines()
    assert not any("8<" in line for line in lines)
    assert run.output[0].text == str(len(lines)) == "8"
    assert run.output[0].line == 7
    assert any("meant.py" in line.text and "line 8" in line.text for line in run.output)
    with pytest.raises(Problem, match=r"program\.py:7: ended .* ValueError: no soup; if that"):
        real(write(tmp_path, source))


def test_the_reason_of_an_exception_group_is_its_last_exception(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import asyncio

        async def fail() -> None:
            raise ValueError("no soup")

        async def main() -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())

        asyncio.run(main())
        """,
    )
    with pytest.raises(Problem, match=r"program\.py:5: ended .* 0: ValueError: no soup; if that"):
        real(program)


def test_a_status_that_was_declared_but_did_not_come_is_told(tmp_path: Path) -> None:
    program = write(tmp_path, "# /// script\n# [tool.playback]\n# exit = 3\n# ///\nprint()\n")
    with pytest.raises(Problem, match=r"program\.py: ended with exit status 0, expected 3; if"):
        real(program)


def test_a_declared_status_is_no_problem(tmp_path: Path) -> None:
    program = write(
        tmp_path, "# /// script\n# [tool.playback]\n# exit = 1\n# ///\nraise ValueError('soup')\n"
    )
    run = real(program)
    assert run.exit == 1
    assert texts(run)[-1] == "ValueError: soup"


STOPPED = """\
# /// script
# [tool.playback]
# timeout = 20
# stop = 0.3
# ///
"""


@pytest.mark.parametrize("play", [real, exact])
def test_a_program_that_does_not_end_by_itself_gets_ctrl_c(
    tmp_path: Path, play: Callable[[Path], Run]
) -> None:
    source = """
        import time
        time.sleep(0.5)  # an import that takes its time does not count
        import json

        try:
            time.sleep(99)
        except KeyboardInterrupt:
            print("closing time")
        """
    run = play(write(tmp_path, STOPPED + dedent(source)))
    assert run.clock == "real"
    assert texts(run) == ["closing time"]
    assert 300_000 <= run.wall < 10_000_000


def test_a_program_that_ends_before_it_is_stopped_is_no_problem(tmp_path: Path) -> None:
    assert texts(real(write(tmp_path, STOPPED + 'print("soup")\n'))) == ["soup"]


def test_a_program_that_does_not_heed_ctrl_c_hangs(tmp_path: Path) -> None:
    source = """
        import signal, time
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        time.sleep(99)  # here
        """
    program = write(tmp_path, STOPPED.replace("20", "2") + dedent(source))
    with pytest.raises(Problem, match="was still running after 2 s") as told:
        real(program)
    assert told.value.where == where_in(program, "# here")


def test_what_a_program_imports_from_beside_it_runs_without_marks_too(tmp_path: Path) -> None:
    counts = "from pathlib import Path\nlines = len(Path(__file__).read_text().splitlines())\n"
    marked = f"# --8<-- [start:count]\n{counts}# --8<-- [end:count]\n"
    write(tmp_path, marked, "soup.py")
    write(tmp_path, "from soup import lines\n", "rice.py")
    run = real(write(tmp_path, "import rice\n\nprint(rice.lines, rice.__file__)\n"))
    [line] = texts(run)
    assert line == "2 rice.py"
    assert run.output[0].line == 3


HANGS = {
    "in a sleep": """
        import time
        def cook():
            time.sleep(99)  # here
        cook()
        """,
    "in a loop": """
        while True: pass  # here
        """,
    "in a thread": """
        import threading
        def cook():
            threading.Event().wait()  # here
        threading.Thread(target=cook).start()
        """,
    "in an event loop": """
        import asyncio
        asyncio.run(asyncio.Event().wait())  # here
        """,
    "deaf to all signals": """
        import signal, time
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(99)
        """,
}


@pytest.mark.parametrize("source", HANGS.values(), ids=HANGS.keys())
def test_a_program_that_hangs_is_ended_and_told_by_its_line(tmp_path: Path, source: str) -> None:
    program = write(tmp_path, IMPATIENT + dedent(source), "crêpe.py")
    with pytest.raises(Problem) as told:
        real(program)
    assert told.value.where == where_in(program, "# here")
    assert told.value.what == (
        "was still running after 2 s and was ended; if it needs longer, say so: `timeout = …` "
        "under [tool.playback] in its script header"
    )


def test_a_program_that_waits_for_nothing_hangs_on_the_exact_clock_too(tmp_path: Path) -> None:
    program = write(tmp_path, IMPATIENT + dedent(HANGS["in an event loop"]))
    with pytest.raises(Problem, match="was still running after 2 s"):
        exact(program)


CHILDREN = """
    import os, subprocess, sys

    sleep = [sys.executable, "-c", "import time; time.sleep(99)"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    children = [
        subprocess.Popen(sleep),
        subprocess.Popen(sleep, start_new_session=True),
        subprocess.Popen(sleep, process_group=0),
        subprocess.Popen(sleep, env={}, **quiet),
    ]
    background = "sleep 99 >/dev/null 2>&1 & echo $!"
    orphan = subprocess.run(background, shell=True, capture_output=True, text=True).stdout
    with open("processes", "w") as file:
        print(os.getpid(), *(child.pid for child in children), orphan, file=file)
    """


def test_what_a_program_leaves_running_is_told_and_ended(tmp_path: Path) -> None:
    program = write(tmp_path, CHILDREN)
    with pytest.raises(Problem) as told:
        real(program)
    assert told.value.where == str(program)
    assert told.value.what.startswith("left 5 running when it ended (")
    assert "-c import time; time.sleep(99), " in told.value.what
    assert "sleep 99" in told.value.what
    assert told.value.what.endswith(
        "); a program waits for, or ends, every process it starts",
    )
    processes = [int(process) for process in (tmp_path / "processes").read_text().split()]
    assert len(processes) == 6
    assert not any(map(is_alive, processes))


def test_the_children_of_a_program_that_hangs_are_ended_with_it(tmp_path: Path) -> None:
    program = write(tmp_path, IMPATIENT + dedent(CHILDREN) + "while True: pass\n")
    with pytest.raises(Problem, match="was still running after 2 s"):
        real(program)
    processes = [int(process) for process in (tmp_path / "processes").read_text().split()]
    assert len(processes) == 6
    assert not any(map(is_alive, processes))


def test_a_process_that_hid_but_keeps_the_output_open_is_told(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import subprocess

        child = subprocess.Popen(["sleep", "99"], env={}, start_new_session=True)
        with open("processes", "w") as file:
            print(child.pid, file=file)
        """,
    )
    try:
        with pytest.raises(Problem, match=r"left 1 running .*a process that keeps its output open"):
            real(program)
    finally:
        os.kill(int((tmp_path / "processes").read_text()), signal.SIGKILL)


def test_a_failure_is_told_before_what_it_left_running(tmp_path: Path) -> None:
    program = write(tmp_path, CHILDREN + '    raise ValueError("soup")\n')
    with pytest.raises(Problem, match="ended with exit status 1, expected 0: ValueError: soup"):
        real(program)


def test_a_host_is_told_before_the_hang_that_it_led_to(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        IMPATIENT
        + dedent(
            """
            import socket, time
            while True:
                try:
                    socket.create_connection(("nowhere.example", 80))
                except OSError:
                    time.sleep(0.1)
            """
        ),
    )
    with pytest.raises(Problem, match=r"program\.py:9: reaches for nowhere\.example, which"):
        real(program)


@pytest.mark.parametrize("play", [real, exact])
def test_of_100_megabytes_256_kilobytes_are_kept(
    tmp_path: Path, play: Callable[[Path], Run]
) -> None:
    program = write(
        tmp_path,
        """
        import sys

        for _ in range(100_000):
            print("x" * 999)
        print("the end", file=sys.stderr)
        """,
    )
    run = play(program)
    assert [line.text for line in run.output[:262]] == ["x" * 999] * 262
    assert [line.text for line in run.output[262:]] == ["x" * (OUTPUT_LIMIT - 262_000)]
    assert run.unkept == 100_000_000 + len("the end\n") - OUTPUT_LIMIT


def test_each_line_is_told_of_the_process_that_printed_it(tmp_path: Path) -> None:
    source = """
        import os
        import sys

        ready, go = os.pipe()
        me = "main"
        for number in range(2):
            if not os.fork():
                me = f"child {number}"
                break
        if me == "main":
            os.write(go, b"12")
        else:
            os.read(ready, 1)
        for number in range(1_000):
            print(me, number)
        if me == "main":
            os.wait()
            os.wait()
        """
    run = real(write(tmp_path, source))
    assert len(run.output) == 3_000
    told: dict[str, set[int | None]] = {}
    for line in run.output:
        told.setdefault(line.text.rpartition(" ")[0], set()).add(line.lane)
    assert told.pop("main") == {0}
    assert [len(lanes) for lanes in told.values()] == [1, 1], told
    assert len(set.union({0}, *told.values())) == 3


def test_lines_printed_past_python_come_where_they_were_printed(tmp_path: Path) -> None:
    source = """
        import os
        import time

        for number in range(100):
            print("python", number)
            os.write(1, b"past it\\n")
            time.sleep(0.002)
        """
    run = real(write(tmp_path, source))
    assert texts(run) == [line for n in range(100) for line in (f"python {n}", "past it")]
    assert [line.line for line in run.output] == [6, None] * 100
    assert [line.lane for line in run.output] == [0, None] * 100


def test_a_line_without_an_end_is_cut_between_characters(tmp_path: Path) -> None:
    run = real(write(tmp_path, 'print("x" + "é" * 5_000_000)\n'))
    assert texts(run) == ["x" + "é" * (OUTPUT_LIMIT // 2 - 1)]
    assert run.unkept == 10_000_002 - OUTPUT_LIMIT


NO_TEXT = {
    "a byte": ("b'\\xff'", "'\\xff' in b'soup \\xff'"),
    "another encoding": ("'crème'.encode('latin-1')", r"'\xe8me' in b'soup cr\xe8me'"),
    "half a character": ("'é'.encode()[:1]", r"'\xc3' in b'soup \xc3'"),
}


@pytest.mark.parametrize("rest", ["", "print('x' * 1_000_000)"], ids=["whole", "cut"])
@pytest.mark.parametrize(("data", "shown"), NO_TEXT.values(), ids=NO_TEXT.keys())
def test_bytes_that_are_no_text_are_told(tmp_path: Path, data: str, shown: str, rest: str) -> None:
    program = write(
        tmp_path,
        f"""
        import sys
        print("rice")
        sys.stdout.buffer.write(b"soup " + {data} + b"\\n")
        {rest}
        """,
    )
    with pytest.raises(Problem) as told:
        real(program)
    assert told.value.where == str(program)
    assert told.value.what == (
        f"printed bytes that are not UTF-8 text (b{shown}); decode them, or print their repr()"
    )


def test_standard_input_is_empty(tmp_path: Path) -> None:
    run = real(write(tmp_path, "import sys\nprint(repr(sys.stdin.read()))\n"))
    assert texts(run) == ["''"]


def test_a_program_that_asks_is_told_by_the_line(tmp_path: Path) -> None:
    program = write(tmp_path, "def ask():\n    return input('Which dish? ')\n\n\nprint(ask())\n")
    with pytest.raises(
        Problem, match=r"program\.py:2: ended .*: EOFError: EOF when reading a line"
    ):
        real(program)


def test_a_declared_package_that_is_missing_is_told(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        # /// script
        # dependencies = ["requests", "no-such-pot>=2"]
        # ///
        import no_such_pot
        """,
    )
    with pytest.raises(Problem) as told:
        real(program)
    assert told.value.where == f"{program}:3"
    assert told.value.what == (
        "needs no-such-pot, which is not installed; add it to pyproject.toml and the lock"
    )


def test_declared_packages_are_told_with_their_versions(tmp_path: Path) -> None:
    program = write(
        tmp_path, '# /// script\n# dependencies = ["requests>=2", "aiohttp[speedups]"]\n# ///\n'
    )
    assert real(program).made.packages == {name: version(name) for name in ("requests", "aiohttp")}


def test_a_program_sees_nothing_of_who_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_SAUCE", "tarragon")
    program = write(tmp_path, "import os\nprint(sorted(os.environ))\n")
    [names] = texts(real(program))
    assert "SECRET_SAUCE" not in names
    assert "PATH" in names


def test_what_a_program_keeps_for_a_while_is_gone_after_it(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import tempfile
        print(tempfile.mkdtemp())
        """,
    )
    [folder] = texts(real(program))
    assert folder.startswith("/")
    assert not Path(folder).exists()


def test_a_program_that_is_not_watched_has_its_moments_and_no_timeline(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        # /// script
        # [tool.playback]
        # watch = false
        # ///
        import asyncio
        import sys
        import time

        async def main() -> None:
            await asyncio.to_thread(time.sleep, 0.1)
            events = sys.monitoring.get_events(4) if sys.version_info >= (3, 12) else sys.gettrace()
            print(events or "unwatched")

        asyncio.run(main())
        """,
    )
    run = real(program)
    assert texts(run) == ["unwatched"]
    assert [(lane.kind, lane.name) for lane in run.lanes] == [("thread", "MainThread")]
    assert run.spans == []
    assert 90_000 < run.output[0].t <= run.wall
    assert run.output[0].line is not None
