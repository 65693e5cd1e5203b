"""scripts/serve, running: its pages, and how soon they show a change."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 180  # seconds after which a page that does not come counts as never coming


@dataclass(frozen=True)
class Served:
    """A project that is being served at `address`."""

    project: Path
    address: str

    def read(self, path: str) -> str:
        """The page at `path`, as it is now."""
        with urllib.request.urlopen(self.address + path) as answer:
            return str(answer.read().decode())

    def wait_for(self, path: str, text: str) -> float:
        """Wait until the page at `path` has `text`; returns how long that took, in seconds."""
        start = time.perf_counter()
        while time.perf_counter() - start < PATIENCE:
            try:
                if text in self.read(path):
                    return time.perf_counter() - start
            except OSError:
                pass  # not up yet
            time.sleep(0.02)
        raise AssertionError(f"{path} never showed {text!r}")


@contextmanager
def serve(project: Path) -> Iterator[Served]:
    """Run scripts/serve in `project` on a free port; ended as by Ctrl-C."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["scripts/serve", str(port)],
        cwd=project,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Served(project, f"http://127.0.0.1:{port}")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(PATIENCE)
