"""Finds the events of a Run that are worth a sentence, and puts them into words, for `story`.

A task is told by its turns, from one wait to the next; a thread or process by the times in which
it computes or stands still; a loop by when it is idle. What is too short to be noticed is told
together with what follows it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Literal

from playback.run import Call, Lane, Run, Span
from playback.story import phrases
from playback.story.parts import Event, Item, Turn, by_lane, in_lumps, turns_of
from playback.words import asleep, code, line, names, seconds

_NOTICED = 1_000  # microseconds: what is shorter is no event of its own
_LATE = 5_000  # microseconds: from here on, seconds with two decimals say it
_IDLE, _ENDING = ("idle",), (("ends", None, "ends"),)
_TELLING = ("opens", "closes", "ends")  # what is said of it differs from event to event
_ASIDE: dict[str, str] = {
    "lost": "{0} is thrown away unfinished: nobody held on to it.",
    "unretrieved": "Nobody has asked for the exception of {0}.",
}


class Teller:
    """Tells one run; `brief` makes one event of each turn that is short."""

    def __init__(self, run: Run, *, brief: bool = False) -> None:
        self.run, self.brief = run, brief
        self.end = max([run.lanes[0].t1, *(span.t1 for span in run.spans)])
        self.noticed = max(_NOTICED, self.end // (25 if brief else 100))
        links = sorted(run.links, key=lambda link: link.t)
        spans = sorted(run.spans, key=lambda span: span.t0)
        self.spans = by_lane((span.lane, span) for span in spans)
        self.links = by_lane((link.b, link) for link in links if link.kind != "spawn")
        self.made = by_lane((link.a, link) for link in links if link.kind == "spawn")
        self.marks = by_lane((mark.lane, mark) for mark in run.marks)
        self.calls = by_lane((call.lane, call) for call in run.calls if self._lasts(call))
        self.prints = by_lane((output.lane, output) for output in run.output)
        kinds = by_lane(((run.lanes[span.lane].kind, span.kind), span) for span in spans)
        self.doing = {
            key: ([span.t0 for span in same], sorted(span.t1 for span in same))
            for key, same in kinds.items()
        }
        self.hosts = {lane.host for lane in run.lanes}
        self.asides = sorted(mark.t for mark in run.marks if mark.kind not in phrases.ENDS)
        self.said: set[int] = set()  # ids of the outputs that are told of
        self.names = self._names()
        self.turns = {
            number: list(turns_of(self.spans[number]))
            for number, lane in enumerate(run.lanes)
            if lane.kind in ("task", "gen", "coro") and not self._is_inner(number)
        }
        self.at_work = {number for number in self.turns if self._works_in_short_turns(number)}
        turns = [
            (run.lanes[number].host, turn) for number in self.turns for turn in self.turns[number]
        ]
        callbacks = [
            (number, span)
            for number, lane in enumerate(run.lanes)
            for span in self.spans[number]
            if lane.kind == "loop" and span.at
        ]
        self.holding = by_lane(
            (host, span)
            for host, span in [
                *((host, span) for host, turn in turns for span in turn.spans),
                *callbacks,
            ]
            if 2 * (span.t1 - span.t0) > self.noticed
        )
        self.unheard = by_lane(
            (run.lanes[span.lane].host, span)
            for span in spans
            if span.t1 - span.t0 >= max(_LATE, self.noticed) and asleep(run, span)
        )
        self.opens = by_lane((host, turn.t0) for host, turn in turns)
        for times in self.opens.values():
            times.sort()

    def _lasts(self, call: Call) -> bool:
        """Whether a call is long enough to be told, and not the whole program, as main() is."""
        length = call.t1 - call.t0
        return length >= self.noticed and (call.lane != 0 or length < 0.95 * self.end)

    def _is_inner(self, number: int) -> bool:
        """Whether a task is a library's own affair: private, and without a line of the program."""
        lane = self.run.lanes[number]
        private = lane.kind == "task" and lane.fn.rpartition(".")[2].startswith("_")
        return private and not any(span.at for span in self.spans[number])

    def _names(self) -> list[str]:
        """The names, as they stand in a sentence."""
        plain = [phrases.unmarked(name) for name in names(self.run)]
        told = [f"`{name}`" if "(" in name else name for name in plain]
        others = any(
            lane.kind in ("thread", "process") and (self.spans[number] or number in self.hosts)
            for number, lane in enumerate(self.run.lanes)
            if number
        )
        told[0] = "the main thread" if others else "the program"
        return told

    def events(self) -> list[Event]:
        """All events in order, the last of which is the end of the program."""
        told: list[Event] = []
        for number, lane in enumerate(self.run.lanes):
            if number in self.turns:
                for turn in self.turns[number]:
                    told += self._turn(number, turn)
                told += self._late(number)
                told += self._marks(number)
            elif lane.kind == "loop":
                told += self._idle(number)
                told += self._callbacks(number)
            elif lane.kind in ("thread", "process"):
                told += self._thread(number)
                told += self._marks(number)
        told += [event for lane in self.prints for event in self._other_prints(lane)]
        for event in told:
            event.said = self._began(event)
        told.sort(key=lambda event: (event.said, event.t, event.form == _IDLE))
        self._say_what_follows(told)
        told = list(self._ended([event for event in told if event.sentences]))
        for before, event in pairwise(told):
            event.t = max(event.t, before.t)  # it began later, and may have been over sooner
        told.append(Event(max(self.end, told[-1].t if told else 0), None, [self._last()]))
        return told

    def _began(self, event: Event) -> int:
        """When what an event tells began, so that who starts another is told before it."""
        return event.t if event.since is None else max(event.since, event.t - self.noticed)

    def _last(self) -> str:
        if self.run.exit < 0:
            return f"Signal {-self.run.exit} ends the program."
        status = f" with exit status {self.run.exit}" if self.run.exit else ""
        return f"The program ends{status}."

    # Tasks

    def _turn(self, number: int, turn: Turn) -> list[Event]:
        """The events of one turn of a task; of one that changed nothing, none."""
        first = turn is self.turns[number][0]
        items = [Item(turn.t0, "opens", "starts" if first else "goes on")]
        items += self._printed(number, turn.t0, turn.t1)
        items += self._made(number, turn.t0, turn.t1)
        items = self._in_order(items, self._phases(number, turn.spans))
        if len(items) == 1 and self._is_the_same(turn) and number not in self.at_work:
            return []
        items += self._closing(number, turn)
        told = self._gathered(number, items, self._why(number, turn))
        told[-1].ends_turn = True
        return told

    def _is_the_same(self, turn: Turn) -> bool:
        """Whether a turn did no more than go on with the wait that it came from, in an instant."""
        before = turn.before[-1] if turn.before else None
        return (
            before is not None
            and turn.after is not None
            and (before.kind, before.at) == (turn.after.kind, turn.after.at)
            and max(before.t1 - before.t0, turn.t1 - turn.t0) < self.noticed
        )

    def _works_in_short_turns(self, number: int) -> bool:
        """Whether the turns that by themselves changed nothing make up a good part of the run."""
        short = [turn.t1 - turn.t0 for turn in self.turns[number] if self._is_the_same(turn)]
        return sum(short) > self.end / 10

    def _gathered(self, number: int, items: list[Item], why: str = "") -> list[Event]:
        """The items as events: a print or a phase is seen before what comes after it.

        `why` the lane goes on is told with the first of them.
        """
        groups: list[list[Item]] = []
        for item in items:
            last = groups[-1] if groups else [Item(-self.noticed, "phase", "")]
            seen = not self.brief and any(it.kind == "prints" for it in last)
            if (
                item.t - last[-1].t >= self.noticed
                or last[-1].kind == "phase"
                or any(last[-1].t <= moment < item.t for moment in self._breaks(number))
                or (seen and item.kind in ("phase", "closes", "ends"))
            ):
                groups.append([item])
            else:
                groups[-1].append(item)
        return [
            self._event(number, group, "" if place else why) for place, group in enumerate(groups)
        ]

    def _event(self, number: int, group: list[Item], why: str) -> Event:
        """One event: "tea, whose timer has rung, goes on and prints “tea: ready”."."""
        told = [item.phrase for item in group]
        if told == ["goes on", phrases.ENDS["cancelled"]]:
            told = [f"is {why}"] if why.startswith("cancelled") else told[1:]
            why = "" if "cancelled" in why else why
        who = self._subject(number) + (f", {why}," if why else "")
        return Event(
            t=group[-1].t,
            lane=number,
            sentences=[f"{who} {phrases.listed(told)}."],
            line=group[-1].line if group[-1].kind == "prints" else None,
            since=group[0].t,
            form=self._form(number, group, why),
            shows=group[-1].kind,
        )

    def _form(self, number: int, group: list[Item], why: str) -> tuple[object, ...]:
        """What is the same of two events that tell the same: function, cause, lines and end."""
        how = ((it.kind, it.line, it.phrase if it.kind in _TELLING else "") for it in group)
        of_task = (self.run.lanes[number].fn, why.partition(" ")[0])
        return (*(of_task if number in self.turns else ()), *how)

    def _subject(self, number: int) -> str:
        """The lane at the beginning of a sentence; what the program named keeps its letters."""
        return self.names[number] if number else phrases.start(self.names[number])

    def _closing(self, number: int, turn: Turn) -> list[Item]:
        """How the turn ends: in a wait, or with the task."""
        after = turn.after
        if after and after.kind == "wait":
            phrase = f"waits{self._where(after)}"
        elif after:
            phrase = f"lets others go first{self._where(after)}"
        else:
            ends = [mark for mark in self.marks[number] if mark.kind in phrases.ENDS]
            if not ends:
                return []
            phrase = phrases.ended(ends[0])
        return [Item(turn.t1, "closes", phrase, line(self.run, after) if after else None)]

    def _breaks(self, number: int) -> list[int]:
        """Moments at which something else is told, which must not be told in one with it."""
        return [*self.opens[number], *self.asides]

    def _made(self, number: int, t0: int, t1: int) -> Iterator[Item]:
        """The tasks and the threads that a lane made in that time."""
        made = [link for link in self.made[number] if t0 <= link.t <= t1]
        tasks = [link for link in made if link.b in self.turns]
        threads = [
            link for link in made if self.run.lanes[link.b].kind == "thread" and self._tells(link.b)
        ]
        for kind, links in (("task", tasks), ("thread", threads)):
            if not links:
                continue
            called = [self.names[link.b] for link in links]
            what = f"the {kind} {called[0]}"
            if len(called) > 1:
                what = f"the {kind}s {', '.join(called[:-1])} and {called[-1]}"
            if len(called) > 4:
                what = f"{phrases.number(len(called))} {kind}s"
            yield Item(links[-1].t, "makes", f"makes {what}")

    def _why(self, number: int, turn: Turn) -> str:
        """Why a task goes on, as far as that is known: "whose timer has rung"."""
        ready = turn.before[-1] if turn.before else None
        if ready and (self._holders(ready) or self._unheard(ready)):
            return f"ready for {seconds(ready.t1 - ready.t0)}"
        return self._woken(number, turn.before, turn.t0)

    def _woken(self, number: int, before: list[Span], t: int) -> str:
        """What ended a wait: a cancellation, a timer, or another lane."""
        wait = next((span for span in reversed(before) if span.kind == "wait"), None)
        if not wait:
            return ""
        link = next((it for it in reversed(self.links[number]) if wait.t0 <= it.t <= t), None)
        by = self.run.lanes[link.a].kind if link else "loop"
        if link and link.kind == "cancel":
            by_task = by == "task" and link.a in self.turns
            return f"cancelled by {self.names[link.a]}" if by_task else "which has been cancelled"
        if link and by != "loop":
            inner = by == "task" and link.a not in self.turns
            return f"woken by {self.names[link.a]}" if link.a and not inner else ""
        return "whose timer has rung" if link and wait.on == "sleep" else ""

    def _late(self, number: int) -> Iterator[Event]:
        """A task that is ready, and waits for the loop longer than is noticed."""
        spans = self.spans[number]
        for before, ready in pairwise([None, *spans]):
            holders = self._holders(ready) if ready else []
            if not ready or not (holders or self._unheard(ready)):
                continue
            why = self._woken(number, [before] if before else [], ready.t0)
            who = f"{self._subject(number)}, {why}," if why else self._subject(number)
            t = ready.t0
            unwoken = asleep(self.run, ready) == "unwoken"
            by = "nobody wakes the loop" if unwoken else "the loop is late"
            if holders:
                holder = holders[0]
                callback = self.run.lanes[holder.lane].kind == "loop"
                by = f"{'a callback' if callback else self.names[holder.lane]} has the loop"
                if any(other.lane != holder.lane for other in holders):
                    by = f"first {by}, then others"
                t = max(ready.t0, min(holder.t0 + self.noticed, ready.t1))
            what = "is ready" if before else "is ready to start"
            if seconds(t) != seconds(ready.t0):
                what = f"{what.replace('is', 'has been')} since {seconds(ready.t0)}"
            sentence = f"{who} {what}, but has to wait until {seconds(ready.t1)}: {by}."
            yield Event(t, number, [sentence], form=("late", line(self.run, ready)))

    def _holders(self, ready: Span) -> list[Span]:
        """Who has the loop while a task is ready, in order, if they have it most of that time."""
        if ready.kind != "ready" or ready.t1 - ready.t0 < max(_LATE, self.noticed):
            return []

        def shared(span: Span) -> int:
            return min(span.t1, ready.t1) - max(span.t0, ready.t0)

        others = [it for it in self.holding[self.run.lanes[ready.lane].host] if shared(it) > 0]
        enough = 2 * sum(map(shared, others)) > ready.t1 - ready.t0
        return sorted(others, key=lambda span: span.t0) if enough else []

    def _unheard(self, ready: Span) -> bool:
        return ready in self.unheard[self.run.lanes[ready.lane].host]

    # Threads and processes

    def _thread(self, number: int) -> list[Event]:
        """The events of a thread or process; a helper without code of the program has none."""
        lane, spans = self.run.lanes[number], self.spans[number]
        if number and not self._tells(number):
            return []
        items = [Item(lane.t0, "opens", "starts")] if number else []
        items += [
            Item(call.t0, "calls", f"calls `{phrases.unmarked(call.label)}`")
            for call in self.calls[number]
        ]
        items += self._printed(number, lane.t0, lane.t1)
        items += self._made(number, lane.t0, lane.t1) if number else []
        spans = [span for span in spans if span.kind in ("run", "block")]
        items = self._in_order(items, self._phases(number, spans))
        if number:
            fails = [mark for mark in self.marks[number] if mark.kind == "error"]
            items.append(Item(lane.t1, "ends", phrases.ended(fails[0]) if fails else "ends"))
        told = self._gathered(number, items)
        for event in told:
            if event.shows == "phase" and (beside := self._beside(lane, event.t)):
                event.sentences.append(beside)
        return told

    def _tells(self, number: int) -> bool:
        """Whether a thread or process did anything that is told."""
        its_own = self.spans[number] or self.calls[number] or number in self.hosts
        return bool(its_own) or self.run.lanes[number].state == "error"

    def _beside(self, lane: Lane, t: int) -> str:
        """How many threads, or processes, stand still or compute at that moment."""
        many = "processes" if lane.kind == "process" else "threads"
        if (count := self._under_way(lane, "run", t)) > 1:
            return f"{phrases.start(phrases.number(count))} {many} have work now."
        if (count := self._under_way(lane, "block", t)) > 1:
            return f"{phrases.start(phrases.number(count))} {many} stand still now."
        return ""

    def _under_way(self, lane: Lane, what: Literal["run", "block"], t: int) -> int:
        """How many lanes of the same kind have such a span at that moment."""
        starts, ends = self.doing.get((lane.kind, what), ([], []))
        return bisect_right(starts, t) - bisect_right(ends, t)

    def _ended(self, events: list[Event]) -> Iterator[Event]:
        """The events, with threads that end one right after the other told in one."""
        for form, same in groupby(events, key=lambda event: event.form):
            group = list(same)
            if form == _ENDING and len(group) > 1:
                who = phrases.listed(
                    [self.names[event.lane] for event in group if event.lane is not None]
                )
                yield replace(group[-1], sentences=[f"{who} end."])
            else:
                yield from group

    # What both do

    def _phases(self, number: int, spans: list[Span]) -> Iterator[Item]:
        """The times in which a lane computed or stood still for longer than is noticed."""
        task = self.run.lanes[number].kind == "task"
        for long, group in groupby(spans, key=lambda span: span.t1 - span.t0 >= self.noticed):
            together = list(group)
            if long:
                for span in together:
                    yield self._phase(span, task=task)
                continue
            for near in self._in_a_row(together):
                if near[-1].t1 - near[0].t0 >= self.noticed:
                    kinds = {span.kind for span in near}
                    kind: Literal["run", "block"] = "run" if "run" in kinds else "block"
                    sums = replace(near[0], kind=kind, t1=near[-1].t1, at=[])
                    yield self._phase(sums, task=task)

    def _in_a_row(self, spans: list[Span]) -> Iterator[list[Span]]:
        """Spans that follow each other; in between, an event loop may have the thread."""
        row: list[Span] = []
        for span in spans:
            if row and span.t0 - row[-1].t1 >= self.noticed:
                yield row
                row = []
            row.append(span)
        yield row

    def _in_order(self, items: list[Item], phases: Iterable[Item]) -> list[Item]:
        """All items by their time; a phase comes after what was done right at its beginning."""
        moved = [
            replace(it, t=max([it.t, *(o.t for o in items if 0 < o.t - it.t < self.noticed)]))
            for it in phases
        ]
        return sorted([*items, *moved], key=lambda item: item.t)

    def _phase(self, span: Span, *, task: bool) -> Item:
        """One such time, from its start."""
        t1 = min([span.t1, *self._lines_at_the_end(span)])
        until = f"until {seconds(t1)}"
        if seconds(t1) == seconds(span.t0):
            until = "for a moment"
        if span.steps > 1:
            what = f"takes {span.steps:,} steps"
        elif task:
            what = "blocks the loop" if span.kind == "block" else "keeps the loop busy"
        else:
            what = "stands still" if span.kind == "block" else "runs" if span.on else "computes"
        where = self._where(span)
        phrase = f"{what}{where}{',' if where else ''} {until}"
        return Item(span.t0, "phase", phrase, line(self.run, span))

    def _lines_at_the_end(self, span: Span) -> list[int]:
        """When its lane printed just before a span was over, which is then told after it."""
        last = max(span.t0 + 1, span.t1 - self.noticed)
        return [output.t for output in self.prints[span.lane] if last <= output.t < span.t1]

    def _where(self, span: Span) -> str:
        """The line of a span and its text: " at line 6, `await asyncio.sleep(0.3)`"."""
        number = line(self.run, span)
        text = phrases.source(code(self.run, number))
        if not text:
            return ""
        lane, function = self.run.lanes[span.lane], span.at[0][0]
        inside = lane.kind == "task" and function != lane.fn and function.isidentifier()
        return f"{f' in `{function}()`' if inside else ''} at line {number}, `{text}`"

    def _printed(self, number: int, t0: int, t1: int) -> list[Item]:
        """The lines that a lane printed in that time, those together that came together."""
        lines = [it for it in self.prints[number] if t0 <= it.t <= t1]
        self.said |= {id(it) for it in lines}
        return [
            Item(group[-1].t, "prints", phrases.printed(group), group[-1].line)
            for group in in_lumps(
                lines,
                self.noticed,
                [*(call.t0 for call in self.calls[number]), *self._breaks(number)],
            )
        ]

    def _other_prints(self, number: int | None) -> Iterator[Event]:
        """The lines that no turn and no thread has told of: a callback's, or of nobody known."""
        lane = self.run.lanes[number] if number is not None else None
        lines = [it for it in self.prints[number] if id(it) not in self.said]
        alone = len(self.run.lanes) == 1
        for group in in_lumps(lines, self.noticed):
            if lane or alone:
                a_callback = lane and lane.kind == "loop"
                who = "A callback" if a_callback else self._subject(number or 0)
                sentence = f"{who} {phrases.printed(group)}."
            else:
                many = " is" if len(group) == 1 else ", are" if len(group) > 3 else " are"
                sentence = f"{phrases.start(phrases.quoted(group))}{many} printed."
            event = Event(group[-1].t, number, [sentence], group[-1].line, form=("prints",))
            if lane and lane.kind == "loop":
                event.shows, event.ends_turn = "prints", True
            yield event

    def _marks(self, number: int) -> Iterator[Event]:
        """What happened on a lane beside its turns."""
        for mark in self.marks[number]:
            if mark.kind == "never-awaited":
                what = f"`{phrases.unmarked(mark.text)}`" if mark.text else "A coroutine"
                sentence = f"{what} was never awaited, and is thrown away."
            elif mark.kind not in phrases.ENDS:
                sentence = _ASIDE[mark.kind].format(self.names[number])
            elif self.turns.get(number) == []:
                sentence = f"{self._subject(number)} {phrases.ended(mark)} before it could start."
            else:
                continue
            yield Event(mark.t, number, [sentence], form=(mark.kind,))

    # The loop

    def _idle(self, number: int) -> Iterator[Event]:
        """When the loop has nothing to do; what it does in between without a task is short."""
        begin = end = -1
        for span in self.spans[number]:
            if span.kind != "idle":
                continue
            if begin >= 0 and not self._busy(number, end, span.t0):
                end = span.t1
                continue
            if end - begin >= self.noticed:
                yield self._idle_event(number, begin, end)
            begin, end = span.t0, span.t1
        if end - begin >= self.noticed:
            yield self._idle_event(number, begin, end)

    def _busy(self, number: int, t0: int, t1: int) -> bool:
        """Whether anything is told of this loop between two times at which it was idle."""
        if t1 - t0 >= self.noticed:
            return True
        turns = self.opens[number]
        place = bisect_left(turns, t0)
        prints = self.prints[number] + self.prints[None]
        return (place < len(turns) and turns[place] <= t1) or any(t0 <= it.t <= t1 for it in prints)

    def _callbacks(self, number: int) -> Iterator[Event]:
        """What the loop called that was no task and lasted."""
        for span in self.spans[number]:
            if span.at and span.t1 - span.t0 >= self.noticed:
                doing = self._phase(span, task=True)
                yield Event(span.t0, number, [f"A callback {doing.phrase}."])

    def _idle_event(self, number: int, t0: int, t1: int) -> Event:
        then = f"{self._loop(number)} is idle: nobody is ready until {seconds(t1)}."
        if any(t0 <= span.t0 < t1 for span in self.unheard[number]):
            then = f"{self._loop(number)} is idle until {seconds(t1)}."
        return Event(t0, number, [then], form=_IDLE)

    def _loop(self, number: int | None) -> str:
        """The loop at the beginning of a sentence; where several threads have one, with whose."""
        hosts = {lane.host for lane in self.run.lanes if lane.kind == "loop"}
        host = self.run.lanes[number].host if number is not None else None
        return (
            f"The loop of {self.names[host]}" if len(hosts) > 1 and host is not None else "The loop"
        )

    def _say_what_follows(self, told: list[Event]) -> None:
        """After the end of a turn: to whom the loop turns, or that it becomes idle."""
        last: dict[int, Event] = {}
        for event in told:
            number, idle = event.lane, event.form == _IDLE
            if number is None or not (idle or event.shows):
                continue
            lane = self.run.lanes[number]
            task = lane.kind == "task"
            loop = lane.host if task else number if lane.kind == "loop" else None
            before = last.get(loop) if loop is not None else None
            if idle and before and before.ends_turn and event.t - before.t < self.noticed:
                before.sentences += event.sentences
                before.t = event.t
                event.sentences = []
            elif task and before and before.ends_turn and self._comes_next(loop, before, event):
                before.then = f"{self._loop(loop)} turns to {self.names[number]}."
            if loop is not None:
                last[loop] = event

    def _comes_next(self, loop: int | None, before: Event, event: Event) -> bool:
        """Whether no turn that is not told of lies between the end of one and the other's begin."""
        since = event.t if event.since is None else event.since
        turns = self.opens[loop]
        place = bisect_left(turns, before.t)
        return before.lane != event.lane and (place == len(turns) or turns[place] >= since)
