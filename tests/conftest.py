"""What the tests share: the stage, one built site for all workers, its address, a small project."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Chromium, chromium, served
from filelock import FileLock
from pages import Pages
from playback.snippet import ROOT
from playback.stage import Stage, open_stage
from programs import write
from runs import Runs
from taken import Taken, captured

os.environ["NOTEBOOKS"] = "false"  # they take a minute to run; tests/test_notebooks.py has its own


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker makes the site, first of all; who needs it comes last, so that nobody waits.

    Who looks at runs comes before: by then most are captured, and need not be made again. The
    browser is last of all: once it is open, a thread has a running event loop, for good.
    """

    def needs(item: pytest.Item) -> list[bool]:
        fixtures = getattr(item, "fixturenames", ())
        return [name in fixtures for name in ("browser", "site", "runs")]

    items.sort(key=needs)
    of_the_site = [place for place, item in enumerate(items) if needs(item)[1]]
    items[:0] = [items.pop(place) for place in of_the_site[:1]]


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The stage, open."""
    with open_stage() as stage:
        yield stage


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def runs(shared: Path, stage: Stage) -> Runs:
    """The runs of programs that more than one test looks at."""
    return Runs(shared / "runs", stage)


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The folder of the site, captured and built by the commands of the README."""
    folder = shared / "site"
    failed = shared / "site.failed"  # what went wrong, so that it is tried once
    with FileLock(shared / "site.lock"):
        if not folder.exists() and not failed.exists():
            environment = {**os.environ, "SITE_URL": "http://127.0.0.1/"}
            # the other tests disturb each run, however often it is made
            capture = ["scripts/capture", "--best-of", "1"]
            for command in (capture, ["scripts/build", str(folder)]):
                done = run_when_free(command, environment)
                if done.returncode:
                    failed.write_text(done.stdout + done.stderr, encoding="utf-8")
                    break
    assert not failed.exists(), failed.read_text(encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def taken(site: Path) -> Taken:
    """The captured runs, by name of the program."""
    assert site.exists(), "with the site, everything is captured"
    return captured()


def run_when_free(
    command: list[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command of the project's; wait for a capture that is at work beside the tests."""
    for _ in range(60):
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if "another scripts/capture is at work" not in done.stdout:
            break
        time.sleep(2)
    return done


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The built site, served on loopback; its address, without a slash at the end."""
    with served(site) as root:
        yield root


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """An empty project."""
    return Pages(tmp_path)


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    """A project with three snippets, each of which notes every run of it in a file."""
    project = tmp_path / "project"
    unfinished = shutil.ignore_patterns("*.pyc.*")  # another worker may be writing it
    shutil.copytree(ROOT / "scripts/playback", project / "scripts/playback", ignore=unfinished)
    shutil.copy(ROOT / "requirements.txt", project)
    (project / "docs/assets").mkdir(parents=True)
    shutil.copy(ROOT / "docs/assets/timeline.css", project / "docs/assets")
    (project / "snippets/dishes").mkdir(parents=True)
    (project / "snippets/stage.toml").touch()  # no hosts
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
