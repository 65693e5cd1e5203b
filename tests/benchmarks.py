"""What has to be fast, measured as ratios within one run: `scripts/benchmark [NAME…]`.

Each benchmark prints what it measured beside what it must reach, and the command fails if one
does not reach it.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playback.run import Run
from playback.snippet import ROOT
from playback.stage import sites
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


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    benchmark.__name__: benchmark
    for benchmark in (setup, build, capture, reload, downloads, parallel)
}

if __name__ == "__main__":
    for name in sys.argv[1:] or BENCHMARKS:
        if name not in BENCHMARKS:
            sys.exit(f"benchmark: there is no {name!r}; there are {', '.join(BENCHMARKS)}")
        with tempfile.TemporaryDirectory() as folder:
            BENCHMARKS[name](Path(folder))
    sys.exit(1 if failed else 0)
