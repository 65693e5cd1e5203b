"""What the recorder wrote down within a program's processes, read back."""

import re
from dataclasses import dataclass, field
from typing import cast

from playback.run import Stream

_ROW = re.compile(r"^(\d+) (\S+) (.*)$", re.MULTILINE)


@dataclass(slots=True)
class Log:
    """What a program's log says; all times in nanoseconds of `time.perf_counter_ns`.

    `writes` is a list of (time, stream, bytes). `zero` and `end` are None where the program did
    not get so far. `needs_real_time` says what the exact clock could not serve; `refused` names
    the hosts that the stage does not have.
    """

    start: int | None = None
    zero: int | None = None
    end: int | None = None
    needs_real_time: str = ""
    refused: list[str] = field(default_factory=list)
    writes: list[tuple[int, Stream, int]] = field(default_factory=list)


def read_log(text: str) -> Log:
    """The log of one program, with the writes of all its processes in order of time."""
    log = Log()
    for moment, event, details in _ROW.findall(text):  # a full disk leaves parts of rows
        if event in ("stdout", "stderr") and details.isdigit():
            log.writes.append((int(moment), cast("Stream", event), int(details)))
        elif event == "refused":
            log.refused.append(details)
        elif event == "needs-real-time":
            log.needs_real_time = details
        elif event in ("start", "zero", "end") and getattr(log, event) is None:
            setattr(log, event, int(moment))
    log.writes.sort(key=lambda write: write[0])
    return log
