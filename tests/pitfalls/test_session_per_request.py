"""A session for each request opens a connection for each; one for all opens one."""

import subprocess
import sys
from pathlib import Path

import pytest
from demo import demo
from playback.snippet import SNIPPETS
from playback.stage import Stage
from programs import real, texts, write
from seen import Seen
from taken import Taken, best_of_three

PAGES = (
    "session_per_request/a_session_for_each_page",
    "session_per_request/one_session_for_all_pages",
)
UNCLOSED = "session_per_request/a_session_never_closed"


@demo(*PAGES)
def test_each_page_comes_by_a_connection_of_its_own(broken: Seen, fixed: Seen) -> None:
    assert [line.split()[-1] for _, line in broken.lines("page")] == ["1", "2", "3"]
    assert [line.split()[-1] for _, line in fixed.lines("page")] == ["1", "1", "1"]


@demo(*PAGES)
def test_each_connection_is_waited_for(broken: Seen, fixed: Seen) -> None:
    assert len(broken.waits("asyncio.sleep(0.1)")) == 3
    assert len(fixed.waits("asyncio.sleep(0.1)")) == 1


@best_of_three
def test_that_takes_longer(taken: Taken) -> None:
    each, one = taken["a_session_for_each_page"], taken["one_session_for_all_pages"]
    assert each.wall > 1.2 * one.wall


@demo(UNCLOSED, PAGES[1])
def test_a_session_never_closed_is_told(broken: Seen, fixed: Seen) -> None:
    for message in ("Unclosed client session", "Unclosed connector"):
        assert message in broken.text.splitlines()
        assert message not in fixed.text


def test_it_is_told_on_stderr_and_the_exit_status_is_that_of_a_success(taken: Taken) -> None:
    run = taken["a_session_never_closed"]
    assert {line.stream for line in run.output if "Unclosed" in line.text} == {"stderr"}
    assert run.exit == 0


def test_debug_mode_says_where_it_was_opened(tmp_path: Path, stage: Stage) -> None:
    source = (SNIPPETS / f"{UNCLOSED}.py").read_text(encoding="utf-8")
    debugged = source.replace("asyncio.run(main())", "asyncio.run(main(), debug=True)")
    assert debugged != source
    lines = texts(real(write(tmp_path, debugged), stage))
    told = "\n".join(lines[: lines.index("Unclosed connector")])
    assert "Object created at" in told
    assert told.endswith("session = aiohttp.ClientSession()")


def test_a_session_needs_a_running_loop() -> None:
    command = [sys.executable, "-c", "import aiohttp; aiohttp.ClientSession()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "RuntimeError: no running event loop" in done.stderr


def test_requests_tells_of_each_new_connection(taken: Taken) -> None:
    lines = texts(taken["requests_tells_when_it_connects"])
    session = lines.index("two times session.get")
    new = [number for number, line in enumerate(lines) if line.startswith("Starting new HTTPS")]
    assert [number < session for number in new] == [True, True, False]


@pytest.mark.parametrize("program", [*PAGES, UNCLOSED])
def test_ruff_reports_none_of_them(program: str) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--ignore-noqa"]
    command += ["--select", "ASYNC,RUF,SIM,B", str(SNIPPETS / f"{program}.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
