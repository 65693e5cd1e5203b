"""What has to be fast, measured as ratios within one run: `scripts/benchmark [NAME…]`.

Each benchmark prints what it measured beside what it must reach, and the command fails if one
does not reach it.

`recording` measures two other recorders of asyncio beside ours. They are no dependencies of the
project: tests/rivals.txt locks them, and they are installed into a folder of their own. It was
written by `uv pip compile --universal --generate-hashes --python-version 3.11` from the two names
viztracer and wigglystuff.
"""

import os
import re
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from playback.process import environment
from playback.run import Run
from playback.snippet import ROOT, Snippet
from playback.stage.internet import sites
from playback.story import as_html
from playback.timeline import draw
from programs import real
from project import copy_project
from served import serve

failed: list[str] = []


def report(what: str, measured: float, limit: float, unit: str = "") -> None:
    """Print a measurement beside its limit, and remember if it is over."""
    verdict = "ok" if measured <= limit else "TOO SLOW"
    print(f"{what}: {measured:.2f}{unit}, at most {limit:.2f}{unit}: {verdict}", flush=True)
    if measured > limit:
        failed.append(what)


def seconds(command: list[str], folder: Path = ROOT) -> float:
    """How long a command takes."""
    start = time.perf_counter()
    run(command, folder)
    return time.perf_counter() - start


def work(command: list[str], folder: Path = ROOT) -> float:
    """How many seconds of a processor a command takes, whatever else the machine does."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(command: list[str], folder: Path) -> None:
    """Run a command to its end."""
    subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "scripts"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def setup(folder: Path) -> None:
    """A setup with nothing to do."""
    report("setup with nothing to do", min(seconds(["scripts/setup"]) for _ in range(5)), 0.3, " s")


def build(folder: Path) -> None:
    """The work of building the site's pages, ten times over, with the extension and without."""
    project = copy_project(folder / "project")
    (project / "captures").symlink_to(ROOT / "captures")
    seconds(["scripts/capture"])
    config = project / "mkdocs.yml"
    with_it = config.read_text()
    nav = with_it.index("\nnav:")
    for page in list((project / "docs").rglob("*.md")):
        # a fence with an attribute of the extension's would be no fence without it
        page.write_text(
            re.sub(r"^```python .*$", "```python", page.read_text(), flags=re.MULTILINE)
        )
    for page in list((project / "docs/foundations").glob("*.md")):
        for copy in range(9):
            (page.parent / f"{page.stem}_{copy}.md").write_text(page.read_text())
    with_it = with_it[:nav] + with_it[with_it.index("\ntheme:") :]
    extension = with_it.index("  - playback.listing:")
    without = with_it[:extension] + with_it[with_it.index("\nplugins:") :]
    times: dict[str, list[float]] = {with_it: [], without: []}
    for _ in range(5):
        for text, taken in times.items():
            config.write_text(text)
            taken.append(work([".venv/bin/python", "-m", "mkdocs", "build"], project))
    ratio = min(times[with_it]) / min(times[without])
    report("build with the extension / without", ratio, 1.2)


def capture(folder: Path) -> None:
    """Sixty programs that sleep a second, eight at a time."""
    programs = []
    for number in range(60):
        programs.append(str(folder / f"sleep_{number}.py"))
        Path(programs[-1]).write_text('import time\n\ntime.sleep(1)\nprint("done")\n')
    command = ["scripts/capture", "--jobs", "8", "--out", str(folder / "out"), *programs]
    report("60 sleeps of 1 s, 8 at a time / (60 / 8) s", seconds(command) / (60 / 8), 1.4)
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").glob("*.json")}
    report("the same again, nothing changed", seconds(command), 0.5, " s")
    after = {path: path.stat().st_mtime_ns for path in (folder / "out").glob("*.json")}
    assert len(before) == 60
    assert before == after, "something was run again"


def reload(folder: Path) -> None:
    """From a change of a page or a snippet to the served page."""
    with serve(copy_project(folder / "project")) as served:
        path = "/foundations/sequential_chef/"
        served.wait_for(path, "Recorded on")
        time.sleep(3)  # until the last capture has been shown
        for name in (
            "docs/foundations/sequential_chef.md",
            "snippets/sequential_chef/one_pot_at_a_time.py",
        ):
            file = served.project / name
            file.write_text(file.read_text() + "\n# A change.\n")
            anchor = "a-change" if name.startswith("docs") else "# A change."
            report(f"from a change of {name} to the page", served.wait_for(path, anchor), 2, " s")


def downloads(folder: Path) -> None:
    """The two downloaders against the slowest site and the sum of all."""
    seconds(["scripts/capture"])
    latencies = [site.latency for site in sites()]
    runs = {
        name: Run.from_json((ROOT / f"captures/{name}.json").read_text()).wall / 1e6
        for name in ("sequential_chef/download_one_by_one", "multitasking_chef/download_at_once")
    }
    one_by_one, at_once = runs.values()
    report("downloads at once / slowest site", at_once / max(latencies), 1.15)
    report("sum of all sites / downloads one by one", sum(latencies) / one_by_one, 1 / 0.95)


def parallel(folder: Path) -> None:
    """Two cooks against one, where the machine has two cores."""
    if (os.cpu_count() or 1) < 2:
        print("two cooks / one cook: left out, this machine has one core")
        return
    seconds(["scripts/capture"])
    one, two = (
        Run.from_json((ROOT / f"captures/time_and_execution/{name}.json").read_text()).wall
        for name in ("two_chops_one_cook", "two_chops_two_cooks")
    )
    report("two cooks / one cook", two / one, 0.8)


ROUNDS = 5  # of all recorders in turn, of which the best of each counts
PATIENCE = 120  # seconds that another recorder may take

# What is recorded, with the most that recording may multiply its time by.
WORK = {
    "a CPU loop of 10,000,000": (
        """
        import asyncio

        def count() -> int:
            total = 0
            for number in range(10_000_000):
                total += number
            return total

        async def main() -> None:
            print(count())
        """,
        1.1,
    ),
    "1,000 HTTP requests": (
        """
        import asyncio
        from pathlib import Path

        import aiohttp

        async def fetch(session: aiohttp.ClientSession, url: str) -> str:
            async with session.get(url) as response:
                return await response.text()

        async def main() -> None:
            url = Path("address").read_text()
            async with aiohttp.ClientSession() as session:
                pages = await asyncio.gather(*(fetch(session, url) for _ in range(1_000)))
            print(sum(map(len, pages)))
        """,
        2.0,
    ),
    "100,000 asyncio.sleep(0)": (
        """
        import asyncio

        async def main() -> None:
            for _ in range(100_000):
                await asyncio.sleep(0)
        """,
        4.5,
    ),
}
NOTHING = """
        import asyncio

        async def main() -> None:
            pass
        """
START = "\nasyncio.run(main())\n"
SERVER = """
import asyncio

from aiohttp import web

async def answer(request: web.Request) -> web.Response:
    return web.Response(text="soup " * 200)

async def serve() -> None:
    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()

asyncio.run(serve())
"""


def recording(folder: Path) -> None:
    """The time of recorded work against that of plain work, for ours and for other recorders.

    The time is of the whole process, less what the same recorder takes for a program that does
    nothing: that is the start-up, measured by itself.
    """
    recorders = {"plain": PLAIN, "recorded": RECORDED, **rivals(folder / "rivals")}
    start_up = best(written(folder / "empty", "", "", recorders), recorders)
    for name in list(recorders)[1:]:
        tell_start_up(name, start_up)
    idle = best(written(folder / "idle", NOTHING, START, recorders), recorders)
    with server() as address:
        for what, (source, limit) in WORK.items():
            programs = written(folder / what, source, None, recorders)
            for program in programs.values():
                program.with_name("address").write_text(address)
            taken = best(programs, recorders)
            of_work = {name: taken[name] - idle[name] for name in taken.keys() & idle.keys()}
            for name in list(recorders)[1:]:
                tell_ratio(what, name, of_work, limit)


def tell_start_up(name: str, taken: dict[str, float]) -> None:
    """Print what a recorder adds to a program with nothing in it."""
    what = f"start-up of an empty program, {name} - plain"
    if name == "recorded":
        report(what, (taken[name] - taken["plain"]) * 1_000, 40, " ms")
    elif name in taken:
        print(f"{what}: {(taken[name] - taken['plain']) * 1_000:.2f} ms", flush=True)
    else:
        print(f"{what}: failed", flush=True)


def tell_ratio(what: str, name: str, taken: dict[str, float], limit: float) -> None:
    """Print how many times longer work takes with a recorder; ours has a limit."""
    what = f"{what}, {name} / plain"
    if name == "recorded":
        report(what, taken[name] / taken["plain"], limit)
    elif name in taken:
        print(f"{what}: {taken[name] / taken['plain']:.2f}", flush=True)
    else:
        print(f"{what}: failed, or took more than {PATIENCE} s", flush=True)


Command = tuple[list[str], dict[str, str]]  # with all that it sees of the environment


@dataclass(frozen=True)
class Recorder:
    """How a program is recorded: by what command, and with what in it before and after the work."""

    command: Callable[[Path], Command]
    before: str = ""
    after: str = START


def _recorded(program: Path) -> Command:
    """How capture runs a program."""
    snippet = Snippet.read(program)
    return [sys.executable, program.name], environment(
        program, snippet.zero_line, "real", {}, program.parent / "log"
    )


def _plain(program: Path) -> Command:
    """The same, without the recorder."""
    command, settings = _recorded(program)
    ours = {"PYTHONPATH", *(name for name in settings if name.startswith("PLAYBACK"))}
    return command, {name: value for name, value in settings.items() if name not in ours}


PLAIN = Recorder(_plain)
RECORDED = Recorder(_recorded)


def rivals(folder: Path) -> dict[str, Recorder]:
    """The other recorders; none, and a word about it, if they cannot be installed."""
    venv.create(folder, with_pip=True, symlinks=True)
    python = str(folder / "bin/python")
    lock = Path(__file__).with_name("rivals.txt")
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print("left out, as they could not be installed: VizTracer, AsyncFlow")
        print(*[line for line in done.stderr.splitlines() if line.startswith("ERROR")], sep="\n")
        return {}
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "project.pth").write_text(sysconfig.get_path("purelib"))  # for aiohttp

    def viztracer(program: Path) -> Command:
        options = ["--log_async", "--quiet", "--output_file", "trace.json"]
        return [python, "-m", "viztracer", *options, program.name], _plain(program)[1]

    def asyncflow(program: Path) -> Command:
        return [python, program.name], _plain(program)[1]

    if sys.version_info < (3, 12):
        print("left out, as it needs Python 3.12: AsyncFlow")
        return {"VizTracer": Recorder(viztracer)}
    return {
        "VizTracer": Recorder(viztracer),
        "AsyncFlow": Recorder(
            asyncflow,
            before="from wigglystuff import AsyncFlow\n",
            after="\nasyncio.run(AsyncFlow.trace(main()))\n",
        ),
    }


def written(
    folder: Path, source: str, end: str | None, recorders: dict[str, Recorder]
) -> dict[str, Path]:
    """A program for each recorder, which ends with `end`, or as the recorder needs it."""
    programs = {}
    for name, recorder in recorders.items():
        programs[name] = folder / name / "program.py"
        programs[name].parent.mkdir(parents=True)
        after = recorder.after if end is None else end
        programs[name].write_text(recorder.before + dedent(source) + after)
    return programs


def best(programs: dict[str, Path], recorders: dict[str, Recorder]) -> dict[str, float]:
    """The shortest time of each recorder's program, in seconds, without rivals that fail."""
    times: dict[str, list[float]] = {name: [] for name in recorders}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            if name not in times:
                continue
            try:
                times[name].append(process_seconds(*recorders[name].command(program), program))
            except subprocess.SubprocessError:
                if name in ("plain", "recorded"):
                    raise
                del times[name]
    return {name: min(taken) for name, taken in times.items()}


def process_seconds(command: list[str], settings: dict[str, str], program: Path) -> float:
    """How long a command takes, in the program's folder, with these settings alone."""
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=program.parent,
        env=settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    return time.perf_counter() - start


@contextmanager
def server() -> Iterator[str]:
    """A small web server in a process of its own, which is not recorded; its address."""
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def drawing(folder: Path) -> None:
    """The timeline and the story of a thousand tasks."""
    run = real(ROOT / "tests/lanes/thousand_orders.py")
    makers: dict[str, Callable[[], str]] = {
        "timeline": lambda: draw([run], "t"),
        "story": lambda: as_html(run),
    }
    for what, make in makers.items():
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            make()
            taken.append(time.perf_counter() - start)
        report(f"the {what} of a gather of 1,000 tasks", min(taken), 1, " s")


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    benchmark.__name__: benchmark
    for benchmark in (setup, build, capture, reload, downloads, parallel, recording, drawing)
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        if name not in BENCHMARKS:
            sys.exit(f"benchmark: there is no {name!r}; there are {', '.join(BENCHMARKS)}")
        with tempfile.TemporaryDirectory() as folder:
            BENCHMARKS[name](Path(folder))
    sys.exit(1 if failed else 0)
