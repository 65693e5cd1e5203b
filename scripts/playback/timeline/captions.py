"""What a timeline says in words: beside a lane, in its bars, beneath them and over them."""

import re
from collections import Counter
from collections.abc import Sequence

from playback import words
from playback.run import Call, Lane, Mark, Output, Run
from playback.timeline.axis import moment
from playback.timeline.bars import Bar
from playback.timeline.lettering import CODE, Tag, cells, code_to_fit
from playback.timeline.rows import Fold

NBSP = "\N{NO-BREAK SPACE}"
READY = {
    "": ("ready, but the loop is busy", "ready, loop is busy", "ready"),
    "unwoken": ("ready, but the loop sleeps", "ready, loop sleeps", "ready"),
    "late": ("ready, but the loop is late", "ready, loop is late", "ready"),
}
_ENDED = {"ok": "done", "error": "failed", "cancelled": "cancelled", "lost": "lost"}
_DOING = {
    "run": "running",
    "wait": "waiting",
    "ready": READY[""][0],
    "block": "standing still",
    "idle": "idle",
    "tick": "runs for a moment",
    "many": "many short steps",
}


def beside(run: Run, number: int, names: Sequence[str]) -> str:
    """What a lane is, after its name: its kind, or whose loop it is."""
    lane = run.lanes[number]
    host = lane.host
    if lane.kind == "loop" and host is not None and run.lanes[host].name != "MainThread":
        return f"of {names[host]}"
    return words.kind(lane)


def ended(lane: Lane, held: int, total: int) -> str:
    """How and when a lane ended, if that is worth a word; of a loop, for how long it was `held`."""
    if lane.kind == "loop":
        return f"blocked for {moment(held, total)}" if held else ""
    if lane.kind in ("task", "gen", "coro"):
        if lane.state == "pending":
            return "never finished"
        return f"{_ENDED[lane.state]} at {moment(lane.t1, total)}"
    if lane.state == "error":
        return f"failed at {moment(lane.t1, total)}"
    if lane.name == "MainThread":
        return ""
    return "still running" if lane.state == "pending" else f"ended at {moment(lane.t1, total)}"


def inside(run: Run, lane: Lane, bar: Bar, room: float) -> str:
    """The words in a bar that has `room` pixels for them; "" if none fit."""
    if bar.kind in ("ready", "idle", "many"):
        said = {"ready": READY[words.asleep(run, bar.span)], "idle": ("idle",)}.get(
            bar.kind, (f"{bar.steps:,} steps", f"{bar.steps:,}")
        )
        return next((one for one in said if cells(one) * CODE <= room), "")
    code = words.code(run, words.line(run, bar.span)) or (bar.span.on or "") * (bar.kind == "run")
    if lane.kind != "loop":
        return code_to_fit(code, room)
    if not bar.held:
        return ""
    fitting = code_to_fit(code, room - cells("held: ") * CODE)
    return f"held: {fitting}" if fitting else "held" if room >= 4 * CODE else ""


def tip(run: Run, bar: Bar, total: int) -> str:
    """What a pointer over a bar is told: what is done, at which line, from when to when."""
    doing = f"{bar.steps:,} short steps" if bar.kind == "many" else _DOING[bar.kind]
    if bar.held:
        doing = "blocking the event loop"
    if why := words.asleep(run, bar.span):
        doing = READY[why][0]
    at = words.line(run, bar.span) if bar.kind != "many" else None
    where = f", line {at}" if at else ""
    begin, end = moment(bar.t0, total), moment(bar.t1, total)
    when = end if bar.kind == "tick" else f"{begin.split(NBSP)[0]} to {end}"
    return f"{doing}{where}: {when}"


def calls(found: Sequence[Call], lane: Lane, scale: float) -> list[Tag]:
    """The calls to name beneath a lane, of which one microsecond is `scale` pixels wide.

    Those are the deepest that have room, if only for their arguments. A task's own call stands
    in its title.
    """
    told: list[Tag] = []
    for call in sorted(found, key=lambda call: (-call.depth, call.t0)):
        room = scale * (call.t1 - call.t0) - 6
        arguments = call.label.partition("(")[2][:-1]
        fitting = [said for said in (call.label, arguments) if 0 < cells(said) * CODE <= room]
        if not fitting or call.label in (lane.label, lane.name):
            continue
        if not any(tag.t < call.t1 and (tag.until or 0) > call.t0 for tag in told):
            told.append(Tag(call.t0, fitting[0], call.t1))
    return sorted(told, key=lambda tag: tag.t)


def printed(group: Sequence[Output]) -> str:
    """What stands for lines that were printed together: of a traceback, what it ends with."""
    told = [re.sub(r"^\S+:\d+: ", "", line.text.strip(" |+-")) for line in group]
    told = [line for line in told if line.strip("^~ ")] or [""]
    if any("Traceback" in line for line in told):
        return told[-1]
    return told[0] + (f" +{len(told) - 1}" if len(told) > 1 else "")


def printed_tip(group: Sequence[Output], total: int) -> str:
    """What a pointer is told over lines that were printed together."""
    text = " / ".join(line.text.strip() for line in group)
    return f"{moment(group[0].t, total)}: {text[:60]}{'…' * (len(text) > 60)}"


def note(mark: Mark) -> str:
    """What is to say of a mark beneath its lane, if anything."""
    if mark.kind == "error":
        return mark.text
    if mark.kind == "never-awaited":
        name = mark.text if mark.text.endswith(")") else f"{mark.text}()"
        return f"{name} was never awaited"
    if mark.kind == "unretrieved":
        return "nobody asked for this exception"
    return "nobody held this task, so it was thrown away" if mark.kind == "lost" else ""


def fold_title(fold: Fold, names: Sequence[str], run: Run) -> str:
    """What a fold stands for: "994 more like bake(3)"."""
    count = f"{len(fold.lanes):,} more"
    if fold.alike:
        return f"{count} like {names[fold.like]}"
    return f"{count} {words.KINDS[run.lanes[fold.like].kind]}s"


def fold_ended(fold: Fold, run: Run, total: int) -> tuple[str, str]:
    """How the lanes of a fold ended: "990 done, 4 failed", and ", the last at 0.41 s"."""
    lanes = [run.lanes[number] for number in fold.lanes]
    states = Counter(_ENDED.get(lane.state, "never finished") for lane in lanes)
    ends = [lane.t1 for lane in lanes if lane.state != "pending"]
    told = ", ".join(f"{count:,} {state}" for state, count in states.most_common())
    return told, f", the last at {moment(max(ends), total)}" if ends else ""


def counts(fold: Fold, run: Run) -> list[tuple[int, int]]:
    """How many lanes of a fold are under way, from each moment on."""
    changes: Counter[int] = Counter()
    for number in fold.lanes:
        changes[run.lanes[number].t0] += 1
        changes[run.lanes[number].t1] -= 1
    count, result = 0, []
    for t, change in sorted(changes.items()):
        count += change
        result.append((t, count))
    return result
