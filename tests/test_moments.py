"""The recorder sees in what order and when a program prints, and when its time begins."""

import sys
from pathlib import Path

import pytest
from programs import exact, real, texts, write


def test_lines_of_both_streams_keep_the_order_of_printing(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import sys

        for number in range(200):
            print(number, file=(sys.stdout, sys.stderr, sys.stderr)[number % 3])
        """,
    )
    run = real(program)
    assert [(line.stream, line.text) for line in run.output] == [
        (("stdout", "stderr", "stderr")[number % 3], str(number)) for number in range(200)
    ]
    assert [line.t for line in run.output] == sorted(line.t for line in run.output)


def test_a_line_that_grows_is_one_line_of_the_moment_it_began(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import sys, time

        print("soup…", end=" ", flush=True)
        time.sleep(1)
        print("stir", file=sys.stderr)
        time.sleep(1)
        print("ready\\nrice", end="")
        """,
    )
    assert [(line.t, line.text) for line in exact(program).output] == [
        (0, "soup… ready"),
        (1_000_000, "stir"),
        (2_000_000, "rice"),
    ]


def test_moments_are_those_at_which_the_program_printed(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import subprocess, sys, time
        from time import perf_counter_ns as now

        moments = []
        for number in range(5):
            before = now()
            print(number, file=(sys.stdout, sys.stderr)[number % 2])
            moments.append((before, now()))
            time.sleep(0.02 * number)
        before = now()
        subprocess.run([sys.executable, "-c", "print('child')"])
        moments.append((before, now()))
        for before, after in moments:
            print(before, after)
        """,
    )
    lines = real(program).output
    assert [line.text for line in lines[:6]] == ["0", "1", "2", "3", "4", "child"]
    told = [[int(moment) // 1000 for moment in line.text.split()] for line in lines[6:]]
    for line, (before, after) in zip(lines[1:6], told[1:], strict=True):
        since_first = line.t - lines[0].t
        assert before - told[0][1] - 2 <= since_first <= after - told[0][0] + 2


def test_what_was_not_logged_has_the_moment_of_its_arrival(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import os, time

        for dish in (b"soup\\n", b"rice\\n", b"tea\\n"):
            os.write(1, dish)
            time.sleep(0.3)
        """,
    )
    run = real(program)
    assert texts(run) == ["soup", "rice", "tea"]
    moments = [line.t for line in run.output]
    assert moments[0] < moments[1] < moments[2] <= run.wall
    assert moments[0] < run.wall / 2


SLOW = "import time\ntime.sleep(3600)\n"
ZERO = {
    "plain imports": "import slow\nimport time\ntime.sleep(2)\n",
    "a docstring": '"""Soup."""\nimport slow\nimport time\ntime.sleep(2)\n',
    "imports in brackets": "from slow import (\n    time,\n)\n\ntime.sleep(2)\n",
    "a guarded import": """
        import time
        try:
            import slow
        except ImportError:
            pass
        time.sleep(2)
        """,
    "a path set between imports": """
        import sys
        sys.path.append(".")
        import slow
        slow.time.sleep(2)
        """,
    "a decorated function": """
        from functools import cache
        import slow

        @cache
        def cook():
            slow.time.sleep(2)

        if __name__ == "__main__":
            cook()
        """,
    "an import of its own in a function": """
        import slow

        def cook():
            import time
            time.sleep(2)

        cook()
        """,
    "a class and an asynchronous main": """
        from __future__ import annotations
        import asyncio
        import slow

        class Pot:
            async def cook(self):
                await asyncio.sleep(2)

        asyncio.run(Pot().cook())
        """,
}


@pytest.mark.parametrize("source", ZERO.values(), ids=ZERO.keys())
def test_time_begins_where_the_imports_are_done(source: str, tmp_path: Path) -> None:
    write(tmp_path, SLOW, "slow.py")
    run = exact(write(tmp_path, source))
    assert (run.clock, run.startup, run.wall) == ("exact", 3_600_000_000, 2_000_000)


def test_without_imports_time_begins_with_the_first_line(tmp_path: Path) -> None:
    program = write(tmp_path, '"""Soup."""\n__import__("time").sleep(2)\nprint("done")\n')
    assert (exact(program).startup, exact(program).wall) == (0, 2_000_000)


def test_in_real_time_a_slow_import_is_not_the_programs_time(tmp_path: Path) -> None:
    write(tmp_path, "import time\ntime.sleep(1)\nprint('imported')\n", "slow.py")
    run = real(write(tmp_path, "import slow\nprint('done')\n"))
    assert run.startup >= 1_000_000 > run.wall
    assert next(line.text for line in run.output if line.t == 0) == "imported"


def test_the_whole_time_of_a_program_holds_all_that_it_printed(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import time

        class Pot:
            def __del__(self, sleep=time.sleep, print=print):
                sleep(0.1)
                print("washed up at shutdown")

        pot = Pot()
        """,
    )
    run = real(program)
    assert 100_000 < run.output[0].t <= run.wall


def test_a_killed_program_has_a_run_up_to_its_end(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        # /// script
        # [tool.playback]
        # exit = -9
        # ///
        import os, signal, time

        time.sleep(0.2)
        print("last words", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    )
    run = real(program)
    assert (run.exit, texts(run)) == (-9, ["last words"])
    assert 200_000 <= run.output[0].t <= run.wall


def test_folders_of_this_machine_are_left_out_of_the_output(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        # /// script
        # [tool.playback]
        # exit = 1
        # ///
        import asyncio

        async def main():
            raise ValueError("soup")

        asyncio.run(main())
        """,
    )
    printed = texts(real(program))
    assert '  File "program.py", line 11, in <module>' in printed
    assert any(line.startswith('  File ".../asyncio/runners.py", line') for line in printed)
    assert str(tmp_path) not in "".join(printed)
    assert sys.base_prefix not in "".join(printed)


def test_addresses_in_memory_are_left_out_of_the_output(tmp_path: Path) -> None:
    run = exact(write(tmp_path, "print(object(), [object()], hex(0xb0b), 'at 0xmas')\n"))
    one = "<object object at 0x...>"
    assert texts(run) == [f"{one} [{one}] 0xb0b at 0xmas"]
