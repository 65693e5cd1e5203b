"""Tells a Run in sentences, moment by moment: what just happened, and what goes on now.

The list of moments is the timeline's text alternative, and what the stepper says and marks. It
tells nothing that the Run does not say: who printed a line, or what woke a task, is left open
where that was not recorded.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise

from playback.run import Run
from playback.story import phrases
from playback.story.parts import Event
from playback.story.telling import Teller
from playback.words import line, seconds

MANY = 60  # moments, from which on those that tell the same are folded
MOST = 150  # moments that a person still walks through


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which something visible changed, `t` microseconds from the run's zero.

    `said` is the moment that is told with it, when what it tells began. `text` is one
    to three sentences, with code between backticks. `running` and `waiting` are the program's lines
    that are then carried out and waited at; `printed` says how many lines of the output there are
    by then.
    """

    t: int
    said: int
    text: str
    running: tuple[int, ...]
    waiting: tuple[int, ...]
    printed: int


def moments(run: Run) -> list[Moment]:
    """What happened in a run, in order; nothing if its lanes were not recorded."""
    if not run.lanes:
        return []
    told = Teller(run).events()
    left_out = 0
    if len(told) > MANY:
        told = _folded(Teller(run, brief=True).events())
        kept = _longest(told)
        left_out = len(told) - len(kept)
        told = kept
    if run.truncated:
        cut = "This run was too long for each step to be kept, so some are summed up."
        told[0].sentences.insert(0, cut)
    if left_out:
        told[-1].sentences.append(f"And {left_out:,} more moments, which the download has.")
    return [_moment(run, event) for event in told]


def as_html(run: Run) -> str:
    """The moments as a list that the stepper reads, or "" if there are none."""

    def places(lines: Iterable[int]) -> str:
        return " ".join(map(str, lines))

    rows = [
        f'<li data-t="{moment.t}" data-run="{places(moment.running)}" '
        f'data-wait="{places(moment.waiting)}" data-out="{moment.printed}">'
        f"<time>{seconds(moment.said)}</time> <span>{_marked_up(moment.text)}</span></li>"
        for moment in moments(run)
    ]
    return f'<ol class="story" data-file="{escape(run.file)}">{"".join(rows)}</ol>' if rows else ""


def _marked_up(text: str) -> str:
    """As HTML: code as such, and what was printed kept from turning the rest around."""
    html = re.sub("`(.*?)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub("“(.*?)”", r"“<bdi>\1</bdi>”", html)


def _folded(events: list[Event]) -> list[Event]:
    """The events; of many in a row that tell the same, only the first and the last."""
    result: list[Event] = []
    for _, same in groupby(events, key=lambda event: event.form or id(event)):
        group = list(same)
        if len(group) > 2:
            count = len(group) - 2
            more = f"So it goes {phrases.number(count)} {'time' if count == 1 else 'times'} more"
            who = {event.lane for event in group}
            more += (
                f", counting the turns of {phrases.number(len(who))}."
                if 1 < len(who) < count
                else "."
            )
            result.append(replace(group[0], then=more))
            result.append(group[-1])
        else:
            result += group
    return result


def _longest(events: list[Event]) -> list[Event]:
    """As many events as can be told: the first, the last, and those that lasted longest."""
    if len(events) <= MOST:
        return events
    pauses = [b.t - a.t for a, b in pairwise(events)]
    order = sorted(range(1, len(events) - 1), key=lambda place: -pauses[place])
    kept = {0, len(events) - 1, *order[: MOST - 2]}
    return [event for place, event in enumerate(events) if place in kept]


def _moment(run: Run, event: Event) -> Moment:
    """The event, with the lines at which the program is then.

    Of a task that waits, these are the lines of all its functions: each waits for the next.
    """
    running: set[int] = set()
    waiting: set[int] = set()
    for span in run.spans:
        if not span.t0 <= event.t < span.t1 or not (number := line(run, span)):
            continue
        if span.kind in ("wait", "ready"):
            waiting.update((number, *(outer for _, outer in span.at[1:])))
        elif span.lane == event.lane and event.line:
            running.add(event.line)
        else:
            running.add(number)
    if event.line:
        running.add(event.line)
    return Moment(
        t=event.t,
        said=event.t if event.said is None else event.said,
        text=" ".join([*event.sentences, *([event.then] if event.then else [])]),
        running=tuple(sorted(running)),
        waiting=tuple(sorted(waiting)),
        printed=sum(it.t <= event.t for it in run.output),
    )
