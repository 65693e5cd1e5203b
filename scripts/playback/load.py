"""Tells how much of the processors other programs use, while this one and its children work."""

import os
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

STAT = Path("/proc/stat")
OWN = 0.1  # seconds: a program's helper that ends after it cannot be told from others


class Load:
    """Other programs' use of the processors from its making on."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.used = _others()

    def of_others(self) -> float | None:
        """How many processors they kept busy on average; None where the system does not say."""
        used = _others()
        if used is None or self.used is None:
            return None
        return max(0.0, used - self.used - OWN) / (time.perf_counter() - self.began)


def _others() -> float | None:
    """The processor time in seconds that other programs have used since the machine started.

    Time that a host took from this machine counts, too. Children count once they have ended.
    """
    try:
        first, *_ = STAT.read_text().splitlines()
    except OSError:
        return None
    user, nice, system, _idle, _iowait, irq, softirq, steal, *_ = map(int, first.split()[1:])
    ticks = user + nice + system + irq + softirq + steal
    ours = sum(it.ru_utime + it.ru_stime for it in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))
    return ticks / os.sysconf("SC_CLK_TCK") - ours
