"""The commands on a machine that lacks something: one clear line each, and a non-zero status."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pip
import pytest
from playback.snippet import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What scripts/setup and scripts/serve need, in a folder with nothing set up."""
    for name in ("requirements.txt", "package.json", "package-lock.json", ".python-version"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "scripts").mkdir()
    for name in ("setup", "serve"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    return tmp_path


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command there, without this project's own virtual environment on the path."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def fake(folder: Path, name: str, body: str) -> str:
    """A program of that name; returns a PATH on which it comes first."""
    program = folder / "bin" / name
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return f"{program.parent}{os.pathsep}{os.environ['PATH']}"


def test_a_second_setup_does_nothing() -> None:
    stamp = (ROOT / ".venv/set-up").stat().st_mtime_ns
    done = run(["scripts/setup"], ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (ROOT / ".venv/set-up").stat().st_mtime_ns == stamp


@pytest.mark.parametrize("body", ["exit 1", "echo not found >&2; exit 127"], ids=["old", "none"])
def test_a_missing_or_too_old_python_is_told(project: Path, body: str) -> None:
    path = fake(project, "python9", body)
    done = run(["scripts/setup"], project, PATH=path, PYTHON="python9")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "Python 3.11 or later is needed" in line
    assert "PYTHON=" in line
    assert not (project / ".venv").exists()


def test_an_environment_of_another_folder_is_not_touched(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "kept").touch()
    (project / ".venv").symlink_to(other)
    done = run(["scripts/setup"], project)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "remove the link" in line
    assert (other / "kept").exists()


@pytest.fixture
def python(project: Path) -> dict[str, str]:
    """A Python whose virtual environments get this one's pip, which takes seconds less.

    As what it takes to set up with it.
    """
    body = f'''[ "$2" = venv ] && set -- "$@" --without-pip\nexec "{sys.executable}" "$@"'''
    fake(project, "python", body)
    (project / "packages").mkdir()
    (project / "packages/pip").symlink_to(Path(pip.__file__).parent)
    return {"PYTHON": str(project / "bin/python"), "PYTHONPATH": str(project / "packages")}


def test_no_network_is_told(project: Path, python: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]  # closed at once: nobody answers there
    nowhere = f"https://127.0.0.1:{port}/simple"
    done = run(
        ["scripts/setup"],
        project,
        **python,
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL=nowhere,
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
        PIP_RETRIES="0",
    )
    assert done.returncode == 1
    assert "no answer from the network" in done.stderr.splitlines()[-1]
    assert (project / "setup.log").exists()
    assert not (project / ".venv/set-up").exists(), "the next setup tries again"


def test_a_broken_lock_is_told_as_what_it_is(project: Path, python: dict[str, str]) -> None:
    lock = project / "requirements.txt"
    lock.write_text("requests=2.34\n")
    done = run(
        ["scripts/setup"],
        project,
        **python,
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_INDEX="1",
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "Python packages failed" in last
    assert "requests=2.34" in last


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = run(["scripts/serve", str(port)], ROOT)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert f"port {port} cannot be had (" in line
    assert "in use" in line
    assert "choose another" in line


def test_what_is_no_port_is_told() -> None:
    done = run(["scripts/serve", "soup"], ROOT)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "port soup cannot be had (no port number)" in line
