"""What the recorder wrote down within a program's processes, read back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from playback.run import Stream

_ROW = re.compile(r"^(\d+) (\S+) ?(.*)$", re.MULTILINE)
STREAMS: tuple[Stream, Stream] = ("stdout", "stderr")


class Write(NamedTuple):
    """So many bytes were written to a stream, by that lane's line as far as it is known.

    `crc` is the bytes' `zlib.crc32`, by which they are found in the stream.
    """

    t: int
    stream: Stream
    size: int
    crc: int
    lane: str
    line: int | None


class Row(NamedTuple):
    """Something that a process did; `playback.recorder.actors` says what there is."""

    t: int
    event: str
    details: list[str]


@dataclass(slots=True)
class Log:
    """What a program's processes say; all times in nanoseconds of `time.perf_counter_ns`.

    `writes` are in order of time; `processes` has the rows of each process, in the order in which
    they came about, the program's own process first. `places` are where the program's streams
    lead. `last` is the last sign of life. `zero` and `end` are None where the program did not get
    so far. `needs_real_time` says what the exact clock could not serve; `refused` names the hosts
    that the stage does not have; `broken` is how the recorder failed, if it did.
    """

    start: int | None = None
    places: list[str] = field(default_factory=list)
    zero: int | None = None
    end: int | None = None
    needs_real_time: str = ""
    broken: str = ""
    refused: list[str] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    processes: list[list[Row]] = field(default_factory=list)
    last: int = 0


def read_log(texts: Iterable[str]) -> Log:
    """The log of one program, of which each process wrote one text."""
    log = Log()
    for text in texts:
        rows: list[Row] = []
        started = log.start
        for moment, event, details in _ROW.findall(text):
            log.last = max(log.last, int(moment))
            _read(log, Row(int(moment), event, details.split("\t")), rows)
        if log.start != started:
            log.processes.insert(0, rows)
        else:
            log.processes.append(rows)
    log.writes = sorted(_writes(log), key=lambda write: write.t)
    log.processes = [[row for row in rows if row.event != "wrote"] for rows in log.processes]
    return log


def _writes(log: Log) -> Iterator[Write]:
    """What was written to where the program's own streams lead, by whichever process."""
    for row in (row for rows in log.processes for row in rows if row.event == "wrote"):
        place, size, crc, lane, line = row.details
        if place in log.places:
            stream = STREAMS[log.places.index(place)]
            yield Write(row.t, stream, int(size), int(crc), lane, int(line) if line else None)


def _read(log: Log, row: Row, rows: list[Row]) -> None:
    """Put one row where it belongs."""
    t, event, details = row
    if event == "wrote":
        rows.append(row)
    elif event == "refused":
        log.refused.append(details[0])
    elif event == "needs-real-time":
        log.needs_real_time = details[0]
    elif event == "broken":
        log.broken = log.broken or details[0]
    elif event == "start" and log.start is None:
        log.start, log.places = t, details
    elif event in ("zero", "end") and details == [""]:
        if getattr(log, event) is None:
            setattr(log, event, t)
    else:
        rows.append(row)
