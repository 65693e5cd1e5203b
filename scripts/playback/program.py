"""Runs a program and yields its Run, or says as a Problem what is wrong with it."""

import codecs
import os
import platform
import re
import sysconfig
import zlib
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import accumulate, islice

from playback.lanes import tell
from playback.log import Write
from playback.problem import Problem
from playback.process import Watched, watch
from playback.run import Clock, Made, Output, Run, Stream
from playback.snippet import Snippet, shown, where_in

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
Moment = tuple[int, int]  # in nanoseconds, and which write it was of those logged
NEAR = 16  # how many writes may have been noted before one that was made before them


async def run_exactly(snippet: Snippet, stage: dict[str, str]) -> Run | None:
    """One run of `snippet` on the exact clock, or None if it needs real time.

    It needs that too when it prints past Python, where the exact clock's moments are not seen, and
    when it is stopped from outside.
    """
    if snippet.stop is not None:
        return None
    watched = await watch(snippet, "exact", stage)
    hangs = watched.stack is not None
    if watched.log.needs_real_time or not (hangs or watched.all_logged):
        return None
    return _as_run(snippet, watched, "exact")


async def run_really(snippet: Snippet, stage: dict[str, str]) -> Run:
    """One run of `snippet` in real time, on the stage whose environment is `stage`.

    Raises Problem if it does not end, or not as declared, or reaches beyond the stage, or leaves
    a process behind, or prints what is not text.
    """
    return _as_run(snippet, await watch(snippet, "real", stage), "real")


def _judge(snippet: Snippet, watched: Watched) -> None:
    """Raise Problem if something is wrong with what was watched."""
    if watched.log.refused:
        host = watched.log.refused[0]
        raise Problem(
            where_in(snippet.path, re.sub(r":\d+$", "", host)),
            f"reaches for {host}, which the stage does not have; declare it in snippets/stage.toml",
        )
    if watched.log.broken:
        what = f"could not be recorded, which is a fault of scripts/playback: {watched.log.broken}"
        raise Problem(shown(snippet.path), what)
    if watched.stack is not None:
        raise Problem(
            f"{shown(snippet.path)}{_line_in(snippet, watched, watched.stack, 0)}",
            f"was still running after {snippet.timeout:g} s and was ended; if it needs longer, "
            "say so: `timeout = …` under [tool.playback] in its script header",
        )
    if watched.status != snippet.exit:
        errors = watched.kept["stderr"].decode(errors="replace")
        told = [text for line in errors.splitlines() if (text := line.strip(" |+-"))]
        raise Problem(
            f"{shown(snippet.path)}{_line_in(snippet, watched, errors, -1)}",
            f"ended with exit status {watched.status}, expected {snippet.exit}"
            + (f": {told[-1]}" if told else "")
            + "; if that is meant, declare `exit = …` under [tool.playback] in its script header",
        )
    if left := watched.left_behind:
        raise Problem(
            shown(snippet.path),
            f"left {len(left)} running when it ended ({', '.join(left)}); "
            "a program waits for, or ends, every process it starts",
        )


def _as_run(snippet: Snippet, watched: Watched, clock: Clock) -> Run:
    """The Run of what was watched, if all is well with it."""
    packages = dict(_versions(snippet))
    _judge(snippet, watched)
    log = watched.log
    started = log.start or (watched.started if clock == "real" else 0)
    zero = log.zero or started
    last = max((write.t for write in log.writes), default=zero)
    end = max(log.end or (watched.ended if clock == "real" else log.last), last)
    try:
        told = tell(log, zero, end)
    except Exception as error:  # one program's log must not cost the captures of others
        what = f"could not be recorded, which is a fault of scripts/playback: {error!r}"
        raise Problem(shown(snippet.path), what) from error
    return Run(
        file=snippet.path.name,
        source=snippet.source,
        exit=watched.status,
        wall=(end - zero) // 1000,
        startup=(zero - started) // 1000,
        clock=clock,
        made=Made(
            python=platform.python_version(),
            implementation=platform.python_implementation(),
            platform=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            packages=packages,
            date=datetime.now(UTC).isoformat(timespec="seconds"),
            best_of=1,
        ),
        output=_lines(snippet, watched, zero, told.places),
        lanes=told.lanes,
        spans=told.spans,
        calls=told.calls,
        marks=told.marks,
        links=told.links,
        unkept=watched.unkept,
        truncated=told.truncated,
    )


def _lines(snippet: Snippet, watched: Watched, zero: int, places: dict[str, int]) -> list[Output]:
    """The lines of output, in order of appearance, with their moments."""
    lines: list[tuple[Moment, Write, bytes]] = []
    for stream in watched.kept:
        begun: tuple[Moment, Write, bytes] | None = None
        for moment, write, data in _writes(watched, stream):
            for piece in data.splitlines(keepends=True):
                since, first, before = begun or (moment, write, b"")
                begun = since, first, before + piece
                if piece.endswith(b"\n"):
                    lines.append(begun)
                    begun = None
        lines += [begun] if begun else []
    lines.sort(key=lambda line: line[0])
    return [
        Output(
            t=max(0, t - zero) // 1000,
            stream=write.stream,
            text=_text(snippet, watched, data),
            lane=places.get(write.lane),
            line=write.line,
        )
        for (t, _), write, data in lines
    ]


def _writes(watched: Watched, stream: Stream) -> list[tuple[Moment, Write, bytes]]:
    """What was written to a stream, in order: each write with its moment and its bytes.

    The program's own log tells each write's moment exactly. For a line that was not logged (by a
    process that is not Python, by `os.write`), it is the moment of its arrival here, unless what
    was written after it is known to be earlier. Two processes that write at nearly one moment may
    have logged it the other way round.
    """
    kept = bytes(watched.kept[stream])
    waiting = deque(it for it in enumerate(watched.log.writes) if it[1].stream == stream)
    arrived = [(t, size) for t, of, size in watched.chunks if of == stream]
    ends = list(accumulate(size for _, size in arrived))
    result: list[tuple[Moment, Write, bytes]] = []
    start = 0
    while start < len(kept):
        near = list(islice(waiting, NEAR))
        same = (it for it in near if zlib.crc32(kept[start : start + it[1].size]) == it[1].crc)
        if found := next(same, None):
            waiting.remove(found)
            number, write = found
        else:
            t, _ = arrived[bisect_right(ends, start)]
            end = kept.find(b"\n", start) + 1 or len(kept)
            number, write = len(watched.log.writes), Write(t, stream, end - start, 0, "", None)
        result.append(((write.t, number), write, kept[start : start + write.size]))
        start += write.size
    for place, (moment, write, data) in reversed(list(enumerate(result))):
        after, *_ = result[min(place + 1, len(result) - 1)]
        result[place] = min(moment, after), write, data
    return result


def _text(snippet: Snippet, watched: Watched, data: bytes) -> str:
    """A line's text, with the folders of this machine and the addresses of this run left out."""
    try:
        whole = not watched.unkept  # a cut may split a character
        text, _ = codecs.utf_8_decode(data, "strict", whole)
    except UnicodeDecodeError as error:
        line = data.removesuffix(b"\n")
        raise Problem(
            shown(snippet.path),
            f"printed bytes that are not UTF-8 text ({line[error.start : error.start + 8]!r} in "
            f"{line[:40]!r}); decode them, or print their repr()",
        ) from None
    text = _ADDRESS.sub(" at 0x...", text.removesuffix("\n"))
    text = text.replace(f"{watched.ran.parent}/", "")
    for folder in (sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")):
        text = text.replace(f"{folder}/", ".../")
    return text


def _versions(snippet: Snippet) -> Iterator[tuple[str, str]]:
    """The installed versions of the packages that the snippet declares."""
    for dependency in snippet.dependencies:
        name = re.split(r"[^\w.-]", dependency.strip(), maxsplit=1)[0]
        try:
            yield name, version(name)
        except (PackageNotFoundError, ValueError):
            raise Problem(
                where_in(snippet.path, dependency),
                f"needs {name}, which is not installed; add it to pyproject.toml and the lock",
            ) from None


def _line_in(snippet: Snippet, watched: Watched, stack: str, place: int) -> str:
    """The file's line in a traceback, as ":12", or ""; `place` is 0 or -1, the innermost."""
    path = str(watched.ran)
    plain = path.encode("ascii", "backslashreplace").decode()  # as faulthandler writes it
    found = re.findall(rf'File "(?:{re.escape(path)}|{re.escape(plain)})", line (\d+)', stack)
    return f":{snippet.line_in_file(int(found[place]))}" if found else ""
