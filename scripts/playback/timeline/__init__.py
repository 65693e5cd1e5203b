"""Draws one run, or several on one axis, as SVG.

Time is in percent and text in pixels, without a viewBox, so that one drawing reads on a phone and
on a wide screen. Full height: the thread is here. Thin: the task waits by itself. How anything
looks is in docs/assets/timeline.css; shapes and words tell everything, colour repeats it.

A moment `t` is drawn at `position(t, axis_total(runs))` percent of the drawing's width, whatever
lane or run it belongs to; that width is all of the element's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from playback.run import Run, Span
from playback.timeline.axis import axis_total, moment, position
from playback.timeline.bars import Bar, Look
from playback.timeline.lettering import WIDE, cells, markup, shortened, text
from playback.timeline.panel import EDGE, Panel
from playback.timeline.rows import MOST
from playback.timeline.shapes import (
    BAR,
    TOP,
    End,
    arrow_shape,
    bar_shape,
    count_shape,
    definitions,
    end_shape,
    life_shape,
    printed_shape,
)

__all__ = ["axis_total", "draw", "legend", "position", "standalone"]

_ENDS = {
    "ok": "done",
    "error": "failed",
    "cancelled": "cancelled",
    "lost": "lost",
    "pending": "never finished",
}
# A drawing that is larger, in bytes a run, is drawn again with the next coarser detail: the percent
# of the width under which spans are drawn together, whether shapes tell a pointer more, and how
# many rows there are before those that are alike are folded.
LIMIT = 12_000
ALIKE = 1.15  # times as fast, below which a machine's noise could be the reason
_DETAILS = (
    *((0.25, True, MOST), (0.25, False, MOST), (0.6, False, MOST), (1.5, False, MOST)),
    *((0.6, False, MOST // 4), (1.5, False, MOST // 4), (4, False, MOST // 4)),
)


def draw(runs: Sequence[Run], ident: str) -> str:
    """The timeline of a run, or of several on one axis, as one SVG element on one line.

    `ident` stands before all ids in it, so it has to be unique on its page. Without anything to
    draw, which is when no run has lanes, it is "".
    """
    if not any(run.lanes for run in runs):
        return ""
    for detail in _DETAILS:
        drawn = _drawn(runs, ident, *detail)
        if len(drawn.encode()) <= LIMIT * len(runs):
            break
    return drawn


def _drawn(runs: Sequence[Run], ident: str, grain: float, tips: bool, most: int) -> str:
    total = axis_total(runs)
    height, panels = 0, ""
    for run in runs:
        if len(runs) > 1:
            panels += _heading(run, runs, total, height)
            height += 26
        panel = Panel(run, total, ident, grain, tips, most, height)
        panels += panel.draw()
        height = panel.height + 16
    height -= 16
    named = f'aria-labelledby="{ident}-title {ident}-desc"'
    return (
        f'<svg class="timeline" role="img" {named} width="100%" height="{height}">'
        f'<title id="{ident}-title">{markup(_title(runs))}</title>'
        f'<desc id="{ident}-desc">{markup(_description(runs))}</desc>'
        f"{definitions(ident, panels)}{panels}</svg>"
    )


def _heading(run: Run, runs: Sequence[Run], total: int, top: int) -> str:
    """What stands over each of several runs: its file, its time, and how that compares."""
    slowest = max(runs, key=lambda run: run.wall)
    factor = slowest.wall / max(run.wall, 1)
    ratio = f"{factor:.1f}"
    time = moment(run.wall, total)
    if run.exit:
        results = (f"{time} · exit status {run.exit}",) * 2
    elif run is slowest or slowest.exit or factor < ALIKE:
        results = (time, time)
    else:
        results = (
            f"{time} · {ratio}\N{MULTIPLICATION SIGN} as fast",
            f"{time} · {ratio} times as fast",
        )

    def result(width: int) -> str:
        return results[width == WIDE]

    def name(width: int) -> str:
        room = width * 0.98 - cells(result(width)) * 7 - 8
        return markup(shortened(run.file, room, 7.9))

    y = top + 16
    return text(EDGE, y, "heading", name) + text("100%", y, "result end", result)


def _title(runs: Sequence[Run]) -> str:
    """A line for who does not see the drawing."""
    total = axis_total(runs)
    if len(runs) > 1:
        told = [f"{run.file} ({moment(run.wall, total)})" for run in runs]
        return f"Timelines on one axis of {', '.join(told[:-1])} and {told[-1]}"
    [run] = runs
    return f"Timeline of {run.file}: {_actors(run)}, {moment(run.wall, total)} in all"


def _actors(run: Run) -> str:
    """Who takes part in a run: "3 tasks on one event loop, 2 threads"."""
    number = Counter(lane.kind for lane in run.lanes)
    parts = [_counted(number["task"], "task"), _counted(number["loop"], "event loop")]
    told = [" on ".join(part for part in parts if part)]
    told.append(_counted(number["coro"], "coroutine"))
    told.append(_counted(number["gen"], "generator"))
    threads = number["thread"] if number["thread"] > 1 or not number["loop"] else 0
    told += [_counted(threads, "thread"), _counted(number["process"], "process")]
    return ", ".join(part for part in told if part)


def _counted(number: int, word: str) -> str:
    plural = f"{word}es" if word.endswith("s") else f"{word}s"
    return {0: "", 1: f"one {word}"}.get(number, f"{number:,} {plural}")


def _description(runs: Sequence[Run]) -> str:
    """How runs went, in a sentence for each."""
    return " ".join(f"{run.file}: {', '.join(_facts(run))}." for run in runs)


def _facts(run: Run) -> Iterator[str]:
    ends = Counter(lane.state for lane in run.lanes if lane.kind == "task")
    for state, count in ends.items():
        yield f"{_counted(count, 'task')} {_ENDS[state]}"
    yield f"{_counted(len(run.output), 'line') or 'nothing'} printed"
    if run.exit:
        yield f"exit status {run.exit}"
    if run.truncated:
        yield "too long to show each step"


def legend(ident: str, drawn: str = "") -> str:
    """A key to the marks of a timeline, as an HTML list; `ident` as in `draw`.

    It has those that are in `drawn`, what `draw` gave with any ident, or all there are.
    """
    found = [(shape, said) for sign, shape, said in _marks(ident) if not drawn or sign in drawn]
    marks = "".join(shape for shape, _ in found)
    items = "".join(
        '<li><svg class="sample" aria-hidden="true" width="44" height="28">'
        f'<g transform="translate(0 -13)">{shape}</g></svg>{said}</li>'
        for shape, said in found
    )
    hidden = '<svg class="definitions" aria-hidden="true" width="0" height="0">'
    return (
        f'<div class="timeline-key">{hidden}{definitions(ident, marks)}</svg><ul>{items}</ul></div>'
    )


def _marks(ident: str) -> list[tuple[str, str, str]]:
    """Every mark: what shows that a drawing has it, its shape, and what it says."""
    span = Span(0, "run", 0, 1, [])

    def bar(kind: Look, held: bool = False) -> str:
        return bar_shape(ident, Bar(kind, 0, 1, span, held), 3, 94)

    ends: dict[End, str] = {
        "ok": "This task is done.",
        "error": "It failed with an exception.",
        "cancelled": "It was cancelled.",
        "pending": "It had not finished when the program ended.",
        "lost": "It was lost: nobody held the task.",
        "never": "A coroutine was made and never awaited.",
    }
    wake = "".join(arrow_shape(ident, "wake", 50, 14, 40))
    cancel = "".join(arrow_shape(ident, "cancel", 50, 14, 38))
    return [
        (f'height="{BAR}" class="run"', bar("run"), "Running: this line is being carried out."),
        (
            f'width="2" y="{TOP}"',
            bar("tick"),
            "Running for a moment too short to see.",
        ),
        (
            "-wait)",
            bar("wait"),
            "Waiting at an await: it needs nobody, and others can run.",
        ),
        ('class="block"', bar("block"), "The thread stands still, in a call that blocks."),
        (
            'class="block held"',
            bar("block", held=True),
            "It blocks the event loop: no other task can go on.",
        ),
        (
            'class="held"',
            bar("run", held=True),
            "It keeps the event loop busy: no other task can go on.",
        ),
        (
            'class="ready"',
            bar("ready"),
            "Ready to go on, but the loop is busy, or asleep, or late.",
        ),
        ('class="life"', life_shape(3, 97), "It is there, and has not begun or nothing to do."),
        ('class="many', bar("many"), "Many steps, too short to tell apart."),
        (
            'class="count"',
            count_shape([(0, 1), (0.5, 0.6), (0.8, 0.3)], 3, 94),
            "Many lanes in one: how many of them are under way.",
        ),
        *(
            (f"end-{end}", end_shape(ident, end, 50 if end == "never" else 30), said)
            for end, said in ends.items()
        ),
        ('class="wake"', wake, "One wakes another: what it waited for is there."),
        ('class="cancel"', cancel, "One cancels another."),
        (
            'class="stdout"',
            printed_shape("stdout", 50, 27),
            "A line was printed; +1: and one more at that moment.",
        ),
        ('class="stderr"', printed_shape("stderr", 50, 27), "A line was printed to stderr."),
    ]


def standalone(run: Run, style: str) -> str:
    """The timeline of a run as an SVG file of its own; `style` is the text of timeline.css.

    A file has no box around it: what the style asks of that box is asked of the window then.
    """
    drawn = draw([run], "timeline")
    if not drawn:
        return ""
    height = int(drawn.split(' height="', 1)[1].split('"', 1)[0])
    inner = drawn.replace("<svg ", '<svg x="2%" y="12" ', 1).replace('"100%"', '"96%"', 1)
    style = markup(style.replace("@container", "@media"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="timeline" width="100%" '
        f'height="{height + 24}"><style>{style}</style>{inner}</svg>\n'
    )
