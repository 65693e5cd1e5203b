"""Runs programs and keeps what they did: several at a time, and only what changed.

A capture is a Run as a JSON file, captures/<chapter>/<name>.json for a snippet. It is written
whole or not at all, so that an interrupted or failing capture leaves earlier ones as they were.
"""

import argparse
import asyncio
import fcntl
import hashlib
import os
import platform
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import FrameType

from playback.load import Load
from playback.problem import Problem
from playback.program import run_really
from playback.run import Run
from playback.snippet import ROOT, SNIPPETS, Snippet, every_snippet, shown
from playback.stage import Stage, open_stage
from playback.stage.internet import DECLARATION
from playback.timeline import standalone
from playback.transcript import as_text, difference

CAPTURES = ROOT / "captures"
STYLE = ROOT / "docs/assets/timeline.css"  # of the timelines, on the pages and off them
JOBS = 4  # at a time, unless --jobs says otherwise: most listings wait
# rooms that no run depends on
PAGES = {
    *("frame", "library", "listing", "quote", "story", "timeline", "trace", "transcript", "words")
}
TRIES = 3  # where lines are not as expected: a crowded machine may turn two of them round
BEST_OF = 2  # runs at most of what is disturbed and was to be alone, of which the shortest is kept


@dataclass(slots=True)
class Tally:
    """How a capture went."""

    captured: int = 0
    unchanged: int = 0
    failed: int = 0
    disturbed: int = 0
    left_out: int = 0
    say: Callable[[str], None] = field(default=print)

    def fail(self, problem: object) -> None:
        """Count and tell a failure."""
        self.failed += 1
        self.say(f"failed: {problem}")


def main(arguments: list[str] | None = None) -> int:
    """The command `scripts/capture`; returns its exit status."""
    parser = argparse.ArgumentParser("scripts/capture", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="default: all snippets")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write DIR/<name>.json and DIR/<name>.svg instead"
    )
    parser.add_argument("--jobs", type=int, default=JOBS, metavar="N", help=f"default: {JOBS}")
    runs = f"runs of what is to be alone and is disturbed; default: {BEST_OF}"
    parser.add_argument("--best-of", type=int, default=BEST_OF, metavar="N", help=runs)
    options = parser.parse_args(arguments)
    for name, number in (("--jobs", options.jobs), ("--best-of", options.best_of)):
        if number < 1:
            parser.error(f"{name} takes a number from 1")
    for end in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(end) == signal.SIG_DFL:
            signal.signal(end, _as_ctrl_c)
    tally = Tally()
    try:
        targets = list(_targets(options.files, options.out))
        with _alone_in(options.out or CAPTURES):
            _capture(targets, options, tally)
            if not options.files and not options.out:
                _forget_all_but(targets)
    except Problem as problem:
        tally.fail(problem)
    except OSError as error:
        tally.fail(f"{error}; earlier captures are as they were")
    except KeyboardInterrupt:
        print("interrupted; what was captured is kept, run this again for the rest")
        _close(tally)
        return 130
    _close(tally)
    return 1 if tally.failed else 0


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    """What SIGTERM and SIGHUP do: the same as Ctrl-C, so that no program outlives the capture."""
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(number, frame)


def _close(tally: Tally) -> None:
    print(f"{tally.captured} captured, {tally.unchanged} unchanged, {tally.failed} failed")
    if tally.left_out:
        print(f"{tally.left_out} were left out: they do not run on Python {sys.version.split()[0]}")
    if tally.disturbed:
        print(
            f"{tally.disturbed} were disturbed by other programs, and say so on their pages; for "
            "better figures, remove captures/ and run this on a machine that does nothing else"
        )


def _targets(files: list[Path], out: Path | None) -> Iterator[tuple[Path, Path]]:
    """Each program's file, with the file of its capture."""
    taken: dict[Path, Path] = {}
    for file in files or every_snippet():
        path = file.resolve()
        if out:
            target = out / f"{path.stem}.json"
        elif path.is_relative_to(SNIPPETS):
            target = _capture_of(path)
        else:
            raise Problem(shown(path), "is not in snippets/; say where its run goes: --out DIR")
        if path == taken.get(target):
            continue
        if target in taken:
            what = f"would be {target.name}, as {shown(taken[target])} is; give each its own DIR"
            raise Problem(shown(path), what)
        taken[target] = path
        yield path, target


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold `folder` against another capture. Raises Problem if one is at work there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        what = f"cannot be written to ({error.strerror}); make it so, or choose another: --out DIR"
        raise Problem(shown(folder), what) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what = "another scripts/capture is at work here; wait for it to end"
            raise Problem(shown(folder), what) from None
        yield


def _capture(targets: list[tuple[Path, Path]], options: argparse.Namespace, tally: Tally) -> None:
    """Run what changed and write its captures; with --out, draw the timeline of each run."""
    pictures = options.out is not None
    around = _digest_of_surroundings()
    waiting: list[tuple[Snippet, Path]] = []
    for path, target in targets:
        try:
            snippet = Snippet.read(path)
            if not snippet.runs_here:
                tally.left_out += 1
                continue
            key = _key(around, snippet)
            run = _kept(target, key, tally)
            if run is None:
                waiting.append((snippet, target))
            else:
                _check(snippet, run)
                if pictures:
                    _draw(target, run)
                tally.unchanged += 1
        except (Problem, OSError) as problem:
            tally.fail(problem)
    if not waiting:
        return

    async def capture(snippet: Snippet, target: Path) -> str:
        try:
            best = await _best(snippet, stage, options.best_of)
            for _ in range(TRIES - 1):
                if not _unlike(snippet, best):
                    break
                tally.say(f"{snippet.name}: printed something else than expected; is run again")
                best = await _best(snippet, stage, options.best_of)
            if Snippet.read(snippet.path) != snippet:
                raise Problem(shown(snippet.path), "changed while it ran; capture it again")
            tally.disturbed += best.made.disturbed
            _check(snippet, best)
            made = replace(best.made, key=_key(around, snippet))
            _write(target, replace(best, made=made).to_json())
            if pictures:
                _draw(target, best)
        except (Problem, OSError) as problem:
            tally.fail(problem)
            return f"{snippet.name} failed"
        tally.captured += 1
        return f"{snippet.name} took {best.wall / 1_000_000:.2f} s"

    with ExitStack() as stack:
        stage = stack.enter_context(open_stage())
        ready = [pair for pair in waiting if _has_servers(pair[0], stage, tally)]
        advance = stack.enter_context(_progress(len(ready), tally))
        together = [pair for pair in ready if not pair[0].alone]
        alone = [pair for pair in ready if pair[0].alone]
        asyncio.run(_all(capture, together, options.jobs, advance))
        asyncio.run(_all(capture, alone, 1, advance))


def _has_servers(snippet: Snippet, stage: Stage, tally: Tally) -> bool:
    """Whether the servers that a snippet needs run: started before the runs, which they'd delay."""
    try:
        stage.around(snippet.dependencies)
    except Problem as problem:
        tally.fail(Problem(shown(snippet.path), f"needs a server: {problem}"))
        return False
    return True


async def _best(snippet: Snippet, stage: Stage, best_of: int) -> Run:
    """The shortest of the runs of a snippet, which says how many there were."""
    runs = [run async for run in _runs(snippet, stage, best_of)]
    best = min(runs, key=lambda run: run.wall)
    return replace(best, made=replace(best.made, best_of=len(runs)))


async def _runs(snippet: Snippet, stage: Stage, best_of: int) -> AsyncIterator[Run]:
    """One run, or of what is timing-sensitive as many as it takes until nothing disturbs it."""
    if not snippet.alone:
        yield await run_really(snippet, stage.around(snippet.dependencies))
        return
    for _ in range(best_of):
        load = Load()
        run = await run_really(snippet, stage.around(snippet.dependencies))
        made = replace(run.made, others=load.of_others())
        yield replace(run, made=made)
        if made.others is not None and not made.disturbed:
            return


async def _all(
    capture: Callable[[Snippet, Path], Awaitable[str]],
    pairs: list[tuple[Snippet, Path]],
    jobs: int,
    advance: Callable[[str], None],
) -> None:
    """Capture all `pairs`, `jobs` at a time."""
    free = asyncio.Semaphore(jobs)

    async def one(snippet: Snippet, target: Path) -> None:
        async with free:
            advance(await capture(snippet, target))

    async with asyncio.TaskGroup() as group:
        for snippet, target in pairs:
            group.create_task(one(snippet, target))


@contextmanager
def _progress(total: int, tally: Tally) -> Iterator[Callable[[str], None]]:
    """Show how far the capture is: a bar on a terminal, else a line for each program."""
    if not sys.stderr.isatty():
        yield lambda news: print(news, flush=True)
        return
    from tqdm import tqdm

    with tqdm(total=total, unit="run", leave=False) as bar:
        tally.say = tqdm.write

        def advance(news: str) -> None:
            bar.set_postfix_str(news, refresh=False)
            bar.update()

        try:
            yield advance
        finally:
            tally.say = print


def last_run(path: Path) -> Run | None:
    """The run in a snippet's capture, if there is one and it still holds."""
    if not path.is_relative_to(SNIPPETS):
        return None
    key = _key(_digest_of_surroundings(), Snippet.read(path))
    return _kept(_capture_of(path), key, Tally())


def _capture_of(snippet: Path) -> Path:
    return CAPTURES / snippet.relative_to(SNIPPETS).with_suffix(".json")


@cache
def _digest_of_surroundings() -> bytes:
    """A digest of all that a run depends on beside its source."""
    digest = hashlib.sha256()
    playback = Path(__file__).parent
    machinery = sorted(
        path
        for path in playback.rglob("*.py")
        if path.relative_to(playback).parts[0].removesuffix(".py") not in PAGES
    )
    for path in [DECLARATION, ROOT / "requirements.txt", *machinery]:
        digest.update(path.read_bytes())
    for fact in (sys.version, platform.platform(), os.cpu_count()):
        digest.update(f"{fact}\n".encode())
    return digest.digest()


def _key(around: bytes, snippet: Snippet) -> str:
    """What changes when a run of `snippet` would: a digest of all that it depends on."""
    digest = hashlib.sha256(around)
    for source in (snippet.source, *snippet.beside.values()):
        digest.update(source.encode())
    return digest.hexdigest()


def _kept(target: Path, key: str, tally: Tally) -> Run | None:
    """The run in the capture at `target`, if it is whole and still holds."""
    try:
        run = Run.from_json(target.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        tally.say(f"{shown(target)}: is damaged ({error}); it is made again")
        return None
    return run if run.made.key == key else None


def _unlike(snippet: Snippet, run: Run) -> str:
    """How a snippet's run differs from its exact output in more than numbers, or "".

    Raises Problem if that output cannot be read.
    """
    if not snippet.path.is_relative_to(SNIPPETS) or not snippet.expected.exists():
        return ""  # a snippet without one is what the tests tell of
    try:
        expected = snippet.expected.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        what = "is not UTF-8 text; scripts/test --update-examples renews it"
        raise Problem(shown(snippet.expected), what) from None
    return difference(expected, as_text(run))


def _check(snippet: Snippet, run: Run) -> None:
    """Hold a snippet's run against its exact output. Raises Problem if they differ."""
    if unlike := _unlike(snippet, run):
        what = (
            "the run differs from it in more than numbers; if the run is right, "
            f"scripts/test --update-examples renews it:\n{unlike}"
        )
        raise Problem(shown(snippet.expected), what)


def _write(target: Path, text: str) -> None:
    """Write `text` to `target`, whole or not at all."""
    part = target.with_suffix(f"{target.suffix}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        what = f"could not be written ({error.strerror}); what was there before is kept"
        raise Problem(shown(target), what) from None


def _draw(target: Path, run: Run) -> None:
    """Write the timeline of a run beside its capture."""
    _write(target.with_suffix(".svg"), standalone(run, STYLE.read_text(encoding="utf-8")))


def _forget_all_but(targets: list[tuple[Path, Path]]) -> None:
    """Remove the captures of snippets that are gone."""
    for capture in set(CAPTURES.rglob("*.json")) - {target for _, target in targets}:
        capture.unlink()


if __name__ == "__main__":
    sys.exit(main())
