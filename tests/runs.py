"""Runs of programs, each made once for all tests, by whichever worker needs it first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock
from playback.capture import last_run
from playback.run import Run
from playback.stage import Stage
from programs import exact, on_exact_clock, real


@dataclass(frozen=True)
class Runs:
    """The runs made so far: kept in a folder that all workers share, and on this stage."""

    shared: Path
    stage: Stage
    _known: dict[Path, Run] = field(default_factory=dict)

    def exact(self, program: Path) -> Run:
        """Its run on the exact clock; in real time, if it needs that."""
        return self._once(
            "exact", program, lambda: on_exact_clock(program, self.stage) or self.real(program)
        )

    def anew(self, program: Path) -> Run:
        """A run of its own, on the exact clock if it does nothing that needs real time."""
        return exact(program, self.stage)

    def real(self, program: Path) -> Run:
        """Its run in real time: of a snippet the captured one, if that is there and holds."""
        return self._once("real", program, lambda: last_run(program) or real(program, self.stage))

    def _once(self, clock: str, program: Path, make: Callable[[], Run]) -> Run:
        kept = self.shared / clock / program.parent.name / f"{program.stem}.json"
        if kept not in self._known:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{kept}.lock"):
                if kept.exists():
                    run = Run.from_json(kept.read_text(encoding="utf-8"))
                else:
                    run = make()
                    kept.write_text(run.to_json(), encoding="utf-8")
            self._known[kept] = run
        return self._known[kept]
