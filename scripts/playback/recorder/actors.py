"""Knows who is doing what in a running program: its threads, tasks, generators and processes.

`hooks` tells a `Watcher` what the interpreter does: a function of the program is entered or left,
the event loop takes a step, a thread begins. The Watcher writes rows to the log, of which
`playback.lanes.account` makes an account. It holds no reference to a task, an exception or a frame,
and runs no code of the program, so that nothing lives longer or ends otherwise than in a plain run.

A row is `<nanoseconds> <event> <details>`, the details separated by tabs; a lane is named
`<process>.<number>`, and a stack is `function:line|function:line`, outermost first; in it, `>lane`
stands before the first frame of a generator. The events:

    lane     lane, kind, parent, line, host, fn, label, name
    name     lane, name                      it has got another name
    host     lane, host                      the thread that turns out to run this loop
    step     lane, host                      it has the thread now, until it pauses
    pause    lane, cancels, on, stack        it waits for `on`, or has ended
    steps    lane, host, since, count        that many steps since then, too many to tell each
    ready    lane, by, cancels               it could go on, because of `by`; asked so often to end
    end      lane, state, text
    at       lane, since, cpu, stack         it was there since then, computing for `cpu` ns
    line     lane, stack                     it is there from now on, or in no code of the program
    call     lane, since, depth, label       a call that lasted
    mark     lane, kind, text
    child    process, parent, line, name     another program was started as that process
    gone     process, status                 a process has ended
    full     (nothing)                       there is no room for more
    cut      lane                            from here on, nothing is told of that lane
    broken   text                            the recorder failed, and has stopped
"""

from __future__ import annotations  # what only types need is not imported into the program

import sys
import time
from _thread import get_ident
from _weakref import ref

from playback.recorder.describe import (
    call,
    command_line,
    current_task,
    exception,
    executed,
    finds_out_where_it_is,
    first_call,
    flat,
    given_name,
    job,
    made_by_package,
    name_of,
    runs_in,
    step_of_generator,
    suspended,
    task_of,
    waits_for,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    import threading
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any

identity = object.__hash__  # of a living object; unlike id, nobody can listen to it
LABELS_FIRST = sys.version_info >= (3, 13)  # before, to look at arguments is to hold on to them
MOMENT = 1_000_000  # ns; a shorter stay on a line is not told
STEPS = 5_000  # of the loop that are told one by one; later ones as sums
LANES = 5_000  # that are told of at all
SUM = 100_000_000  # ns; the longest sum, so that a killed program loses no more
GENERATOR, COROUTINE, ITERABLE_COROUTINE, ASYNC_GENERATOR = 0x20, 0x80, 0x100, 0x200
PAUSES = GENERATOR | COROUTINE | ASYNC_GENERATOR
AWAITS = COROUTINE | ITERABLE_COROUTINE | ASYNC_GENERATOR


class Frame:
    """A function of the program that is being executed."""

    __slots__ = ("code", "in_loop", "label", "line", "since")

    def __init__(self, code: CodeType, line: int | None, t: int, in_loop: bool) -> None:
        self.code = code
        self.line = line or code.co_firstlineno
        self.since = t
        self.label = ""  # its call, with its arguments
        self.in_loop = in_loop  # whether the loop itself was at work before

    def __str__(self) -> str:
        """The frame as the log has it."""
        return f"{self.code.co_qualname}:{self.line}"


class Step:
    """One turn of a lane that shares its thread with others.

    `base` is the depth of the stack below it. `key` finds what takes the turn again: a task by
    weak reference, a generator by its frame's id; a callback has none. `whole` says that the loop
    told of it, and will tell of its end. `cause` is the lane on whose behalf it is: its own, or
    for a callback, that of who asked the loop for it.
    """

    __slots__ = ("base", "cause", "host", "key", "lane", "whole")

    def __init__(self, lane: str, host: str, base: int, key: Any, whole: bool) -> None:
        self.lane = self.cause = lane
        self.host, self.base = host, base
        self.key, self.whole = key, whole


class Thread:
    """What one thread is doing."""

    __slots__ = (
        "cpu", "cpu_t", "in_loop", "jobs", "lane", "paused", "slept", "stack", "steps", "t",
        "thrown",
    )  # fmt: skip

    def __init__(self, lane: str, t: int, cpu: int, slept: int) -> None:
        self.lane = lane
        self.t = self.cpu_t = t  # when it was last seen, and its processor's time last read
        self.cpu, self.slept = cpu, slept
        self.stack: list[Frame] = []
        self.steps: list[Step] = []
        self.in_loop = False  # between two steps of a loop
        self.jobs: list[tuple[int, str]] = []  # what a pool gave it
        self.thrown = False  # whether an exception was thrown into what had suspended
        self.paused: str | None = None  # where the innermost frame suspended

    @property
    def actor(self) -> str:
        """The lane that has the thread."""
        return self.steps[-1].lane if self.steps else self.lane

    @property
    def cause(self) -> str:
        """The lane on whose behalf the thread is at work."""
        return self.steps[-1].cause if self.steps else self.lane

    def in_task(self) -> bool:
        """Whether a loop has told that it gave a task the thread."""
        return any(step.whole and type(step.key) is ref for step in self.steps)

    def place(self) -> int | str:
        """The program's line that is being executed, or "" if none is."""
        base = self.steps[-1].base if self.steps else 0
        return self.stack[-1].line if len(self.stack) > base else ""

    def where(self) -> str:
        """The stack of the task or thread; a generator's goes down to who drives it."""
        base = 0
        driven: dict[int, str] = {}
        for step in reversed(self.steps):
            if type(step.key) is not int:
                base = step.base
                break
            driven[step.base] = step.lane
        if not driven:
            return "|".join(map(str, self.stack[base:]))
        frames = [str(frame) for frame in self.stack]
        for place, lane in driven.items():
            if place < len(frames):
                frames[place] = f">{lane}|{frames[place]}"
        return "|".join(frames[base:])

    def back_to(self, code: CodeType) -> bool:
        """Forget the frames above `code`'s, whose end was not seen, if it is there."""
        base = self.steps[-1].base if self.steps else 0
        for place in range(len(self.stack) - 1, base - 1, -1):
            if self.stack[place].code is code:
                del self.stack[place + 1 :]
                return True
        return False


class Watcher:
    """Keeps account of one process and writes it to the log.

    `write(t, event, *details)` takes a row; `now` and `cpu` are clocks in nanoseconds, the second
    of the calling thread's work; `sleeps` counts how often that thread has given its processor
    back; `process` is a number that tells processes apart; `script` is the
    file of the program, whose functions are its own.
    """

    def __init__(
        self,
        write: Callable[..., None],
        now: Callable[[], int],
        cpu: Callable[[], int],
        sleeps: Callable[[], int],
        process: int,
        script: str,
    ) -> None:
        self.write, self.now, self.cpu, self.sleeps = write, now, cpu, sleeps
        self.script = script
        self.begin_anew(process)

    def begin_anew(self, process: int) -> None:
        """Begin with nothing known, as a process that was just forked."""
        self.process = process
        self.lanes = self.taken = 0
        self.only_sums = False  # whether there were too many steps to tell each
        self.threads: dict[int, Thread] = {}
        self.tasks: dict[int, tuple[ref[Any], str, str]] = {}  # with its lane and its loop's
        self.loops: dict[int, tuple[ref[Any], str]] = {}
        self.gens: dict[int, str] = {}
        self.causes: dict[int, tuple[ref[Any], str]] = {}  # who had the loop call something soon
        self.sums: dict[str, list[int]] = {}
        self.starting: dict[int, tuple[str, int | str]] = {}
        self.hosted: set[str] = set()
        self.names: dict[str, str] = {}  # of tasks
        self.named: set[str] = set()  # tasks whose name is final
        self.ended: set[str] = set()
        self.unseen: set[str] = set()  # tasks whose end was out of sight, if they have ended

    def nothing_runs(self) -> bool:
        """Whether the calling thread is in no function of the program yet."""
        thread = self.threads.get(get_ident())
        return thread is None or not thread.stack

    # Lanes

    def new_lane(
        self,
        kind: str,
        t: int,
        *,
        parent: str = "",
        line: int | str = "",
        host: str = "",
        fn: str = "",
        label: str = "",
        name: str = "",
    ) -> str:
        """A new lane's id; "" if there are too many to tell of."""
        if self.lanes >= LANES:
            if self.lanes == LANES:
                self.lanes += 1
                self.write(t, "cut", "")
            return ""
        self.lanes += 1
        lane = f"{self.process}.{self.lanes}"
        self.write(t, "lane", lane, kind, parent, line, host, fn, label, flat(name))
        return lane

    def thread(self, t: int) -> Thread:
        """The calling thread, which may be new."""
        ident = get_ident()
        thread = self.threads.get(ident)
        if thread is None:
            active = getattr(sys.modules.get("threading"), "_active", {})
            name = active[ident].name if ident in active else "MainThread"
            thread = Thread(self.new_lane("thread", t, name=name), t, self.cpu(), self.sleeps())
            self.threads[ident] = thread
        return thread

    def process_begins(self, parent: str, line: int | str, name: str) -> None:
        """This process was started by the program."""
        t = self.now()
        lane = self.new_lane("process", t, parent=parent, line=line, name=name)
        self.threads[get_ident()] = Thread(lane, t, self.cpu(), self.sleeps())

    def forked(self, process: int) -> None:
        """This process is a copy that the program made of another, of which nothing runs on."""
        maker = self.threads.get(get_ident())
        parent, line = ("", "") if maker is None else (maker.actor, maker.place())
        self.begin_anew(process)
        self.process_begins(parent, line, "")

    def loop_lane(self, loop: Any, host: str, t: int) -> str:
        """The lane of an event loop."""
        known = self.loops.get(identity(loop))
        if known and known[0]() is loop:
            return known[1]
        lane = self.new_lane("loop", t, host=host, fn=type(loop).__name__)
        self.loops[identity(loop)] = (ref(loop), lane)
        return lane

    def hosts(self, loop: str, thread: Thread, t: int) -> None:
        """The loop of that lane turns out to run in a thread."""
        if loop not in self.hosted:
            self.hosted.add(loop)
            self.write(t, "host", loop, thread.lane)

    def task_lane(self, task: asyncio.Task[Any], thread: Thread, t: int) -> str:
        """The lane of a task. At first sight, who runs is taken for who made it."""
        known = self.tasks.get(identity(task))
        if known and known[0]() is task:
            return known[1]
        host = self.loop_lane(task.get_loop(), thread.lane, t)
        coro = executed(task)
        frame = getattr(coro, "cr_frame", None)
        by, line = thread.cause, thread.place()
        if made_by_package(coro, self.script):
            by, line = host, ""
        fn, label = step_of_generator(coro)  # as for a generator that the loop closes
        fn = fn or flat(getattr(coro, "__qualname__", "")) or type(coro).__name__
        lane = self.new_lane(
            "task",
            t,
            parent=by,
            line=line,
            host=host,
            fn=fn.rpartition(".")[2],
            label=first_call(frame, fn.rpartition(".")[2]) if frame is not None else label,
            name=given_name(task),
        )
        self.names[lane] = given_name(task)
        self.tasks[identity(task)] = (ref(task, lambda _: self.collected(lane)), lane, host)
        return lane

    def collected(self, lane: str) -> None:
        """A task is no more."""
        if lane not in self.ended:
            self.end(lane, "ok" if lane in self.unseen else "lost", "", self.now())

    def rename(self, lane: str, task: asyncio.Task[Any], t: int) -> None:
        """Older Pythons give a task its name only once it is there."""
        name = given_name(task)
        if self.names.get(lane) != name:
            self.names[lane] = name
            self.write(t, "name", lane, name)

    def end(self, lane: str, state: str, text: str, t: int) -> None:
        """A lane has ended."""
        if lane and lane not in self.ended:
            self.ended.add(lane)
            self.write(t, "end", lane, state, text)

    # Where the time went: what passed since a thread was last seen belongs to where it was then

    def touch(self) -> tuple[Thread, int]:
        """The calling thread, and now; what it did up to now is told, if it was long."""
        t = self.now()
        thread = self.threads.get(get_ident()) or self.thread(t)
        if t - thread.t >= MOMENT:
            self.stayed(thread, t)
        elif t - thread.cpu_t >= MOMENT:
            thread.cpu, thread.cpu_t, thread.slept = self.cpu(), t, self.sleeps()
        thread.t = t
        return thread, t

    def stayed(self, thread: Thread, t: int) -> None:
        """Tell of a long stay at one line, and how much of it was work."""
        cpu, slept = self.cpu(), self.sleeps()
        short = thread.t - thread.cpu_t  # what passed since the last reading, as if it were work
        worked = min(max(0, cpu - thread.cpu - short), t - thread.t)
        if slept == thread.slept:  # others may have had its processor, but it never let go
            worked = t - thread.t
        thread.cpu, thread.cpu_t, thread.slept = cpu, t, slept
        if thread.steps or (not thread.in_loop and (thread.stack or thread.jobs)):
            self.write(t, "at", thread.actor, thread.t, worked, thread.where())

    # The program's own functions

    def enter(
        self, code: CodeType, line: int | None, above: int = 4, *, thrown: bool = False
    ) -> None:
        """A function begins or, at a `line`, goes on; an exception may be `thrown` into it.

        Its frame is that many above `takes_turn`, which may ask for it.
        """
        thread, t = self.touch()
        in_loop = thread.in_loop
        if not thread.steps:
            thread.in_loop = False
        flags = code.co_flags & PAUSES
        if flags and (line is None or not thread.steps or flags & GENERATOR):
            self.takes_turn(thread, t, code, line is None, above)
        thread.paused = None
        thread.thrown = thread.thrown or thrown
        begun = Frame(code, line, t, in_loop)
        if LABELS_FIRST and not flags:
            begun.label = call(code, sys._getframe(above - 1).f_locals)
        thread.stack.append(begun)

    def takes_turn(self, thread: Thread, t: int, code: CodeType, start: bool, above: int) -> None:
        """Find out whether what begins or goes on is a lane of its own, and begin its step."""
        awaited = thread.stack and thread.stack[-1].code.co_flags & (COROUTINE | ASYNC_GENERATOR)
        if code.co_flags & COROUTINE:
            task = current_task()
            if task is not None:  # begun at once by its maker, or by a loop that is not asyncio's
                lane = self.task_lane(task, thread, t)
                if lane and (not thread.steps or thread.steps[-1].lane != lane):
                    self.begin_step(thread, t, lane, self.loop_of(task), ref(task), whole=False)
                return
            if awaited or thread.in_task():
                return
        elif (
            not code.co_flags & GENERATOR
            or code.co_flags & ITERABLE_COROUTINE
            or code.co_name in ("__await__", "<genexpr>")
        ):
            return
        if self.lanes >= LANES:
            return
        frame = sys._getframe(above)
        key = identity(frame)
        lane = "" if start else self.gens.get(key, "")
        if not lane:
            lane = self.gens[key] = self.new_lane(
                "coro" if code.co_flags & COROUTINE else "gen",
                t,
                parent=thread.actor,
                line=thread.place(),
                host=thread.actor,
                fn=code.co_name,
                label=call(code, frame.f_locals) if start else "",
            )
        self.begin_step(thread, t, lane, thread.actor, key, whole=False)

    def line(self, code: CodeType, number: int) -> bool:
        """The program reaches a line. Returns whether this comes in quick succession."""
        before = self.threads.get(get_ident())
        since = before.t if before else 0
        thread, t = self.touch()
        if not thread.steps:
            thread.in_loop = False
        if (not thread.stack or thread.stack[-1].code is not code) and not thread.back_to(code):
            thread.stack.append(Frame(code, number, t, False))
        thread.paused = None
        thread.stack[-1].line = number
        self.write(t, "line", thread.actor, thread.where())
        return t - since < MOMENT

    def nowhere(self) -> None:
        """The calling thread is watched no more."""
        thread, t = self.touch()
        self.write(t, "line", thread.lane, "")

    def leave(self, code: CodeType, number: int | None, how: str | None, above: int = 3) -> None:
        """A function suspends at line `number`, or ends: `how` is "" or its exception's name.

        Its frame is the one that many frames above.
        """
        thread, t = self.touch()
        stack = thread.stack
        if not stack or (stack[-1].code is not code and not thread.back_to(code)):
            return
        frame = stack[-1]
        if number:
            frame.line = number
        if code.co_flags & PAUSES:
            self.note_pause(thread, frame, how)
        elif t - frame.since >= MOMENT and code.co_name != "<module>":
            base = thread.steps[-1].base if thread.steps else 0
            depth = sum(
                not outer.code.co_flags & PAUSES and outer.code.co_name != "<module>"
                for outer in stack[base:-1]
            )
            label = frame.label or call(code, sys._getframe(above).f_locals)
            self.write(t, "call", thread.actor, frame.since, depth, label)
        stack.pop()
        if not stack and not thread.steps:
            self.write(t, "line", thread.lane, "")
        if frame.in_loop and not thread.steps:
            thread.in_loop = True
        if thread.steps and not thread.steps[-1].whole and len(stack) <= thread.steps[-1].base:
            task: Any = thread.steps[-1].key() if type(thread.steps[-1].key) is ref else None
            lane = thread.steps[-1].lane
            self.end_step(thread, t, how)
            if task is not None and how is not None and runs_in(task, sys._getframe(above)):
                cancelled = how.startswith("CancelledError(")
                state = "cancelled" if cancelled else "error" if how else "ok"
                self.end(lane, state, "" if cancelled else how, t)
        elif code.co_name == "<module>" and how and not stack and not how.startswith("SystemExit("):
            self.end(thread.lane, "error", how, t)

    @staticmethod
    def note_pause(thread: Thread, frame: Frame, how: str | None) -> None:
        """Remember where a step ends: where its innermost frame suspended, or its outermost ended.

        A generator that gives a value to a function which goes on with it does not end the step.
        """
        if not thread.steps:
            return
        outermost = len(thread.stack) - 1 <= thread.steps[-1].base
        awaits = frame.code.co_flags & AWAITS or frame.code.co_name == "__await__"
        if how is not None:
            thread.paused = thread.where() if outermost else None
        elif thread.paused is None and (awaits or outermost):
            thread.paused = thread.where()

    # Steps: the turns of tasks, callbacks and generators

    def loop_of(self, task: asyncio.Task[Any]) -> str:
        """The lane of a task's loop."""
        return self.loops[identity(task.get_loop())][1]

    def begin_step(
        self, thread: Thread, t: int, lane: str, host: str, key: Any, whole: bool
    ) -> None:
        """A lane gets the thread."""
        self.unseen.discard(lane)
        thread.steps.append(Step(lane, host, len(thread.stack), key, whole))
        thread.paused, thread.thrown = None, False
        if self.only_sums:
            self.add_up(lane, host, t, key)
            return
        self.taken += 1
        self.write(t, "step", lane, host)
        if self.taken == STEPS:
            self.only_sums = True
            self.write(t, "cut", "")

    def add_up(self, lane: str, host: str, t: int, key: Any) -> None:
        """Begin a step that is told only as part of a sum; a long wait before it ends the sum."""
        total = self.sums.get(lane)
        if total is None:
            self.sums[lane] = [t, t, 0]
        elif t - total[1] >= MOMENT or t - total[0] >= SUM:
            self.tell_sum(lane, host)
            if t - total[1] >= MOMENT and type(key) is ref and (task := key()) is not None:
                on, stack = suspended(task, self.script)
                self.write(total[1], "pause", lane, task.cancelling(), on, stack)
            self.sums[lane] = [t if t - total[1] >= MOMENT else total[1], t, 0]

    def tell_sum(self, lane: str, host: str) -> None:
        """Write down the steps of a lane that were added up."""
        since, until, count = self.sums[lane]
        if count:
            self.write(until, "steps", lane, host, since, count)
            self.sums[lane] = [until, until, 0]

    def begin(self, callback: Any, handle: Callable[[int], Any]) -> None:
        """The loop takes a step: it calls `callback`, which a task's step is, too.

        `handle` gives the loop's handle for it, if told how many frames above that runs.
        """
        thread, t = self.touch()
        task: Any = task_of(callback)
        known = self.tasks.get(identity(task)) if task is not None else None
        if known is not None and known[0]() is task and known[1] in self.named:
            self.begin_step(thread, t, known[1], known[2], known[0], whole=True)
            return
        events = sys.modules.get("asyncio.events")
        # before 3.13, to look at a handle is to hold on to it for a while: only if there is no way
        loop = events._get_running_loop() if events else handle(3)._loop
        host = self.loop_lane(loop, thread.lane, t)
        self.hosts(host, thread, t)
        if task is not None:
            lane = self.task_lane(task, thread, t)
            self.named.add(lane)
            self.rename(lane, task, t)
            self.begin_step(thread, t, lane, host, ref(task), whole=True)
            return
        self.begin_step(thread, t, host, host, None, whole=True)
        if self.only_sums:
            return
        if callback is getattr(
            sys.modules.get("asyncio.futures"), "_set_result_unless_cancelled", None
        ):
            self.rings(handle(3), thread, t)
        elif self.causes:
            self.take_up_cause(thread.steps[-1], handle(3))

    def take_up_cause(self, step: Step, scheduled: Any) -> None:
        """If somebody asked the loop for what it calls now, it is done on their behalf."""
        if (cause := self.causes.pop(identity(scheduled), None)) and cause[0]() is scheduled:
            step.cause = cause[1]

    def rings(self, handle: Any, thread: Thread, t: int) -> None:
        """A timer rings, perhaps late, for the tasks that wait for its future."""
        when = getattr(handle, "_when", None)
        if when is None:  # no timer, but a thread's result
            return
        due = t - max(0, round((time.monotonic() - when) * 1_000_000_000))
        for entry in handle._args[0]._callbacks or ():
            task: Any = task_of(entry[0])
            if task is not None:
                lane = self.task_lane(task, thread, t)
                self.write(due, "ready", lane, thread.actor, 0)

    def finish(self) -> None:
        """The loop's step is over."""
        thread, t = self.touch()
        while thread.steps and not thread.steps[-1].whole:
            self.end_step(thread, t, None)
        if thread.steps:
            self.end_step(thread, t, None)

    def end_step(self, thread: Thread, t: int, how: str | None) -> None:
        """A lane gives the thread back."""
        step = thread.steps.pop()
        del thread.stack[step.base :]
        thread.in_loop = not thread.steps and (step.whole or type(step.key) is ref)
        paused, thread.paused = thread.paused or "", None
        task: Any = step.key() if type(step.key) is ref else None
        done = task is not None and task.done()
        if step.lane not in self.sums:
            on = ""
            if task is not None and not done and step.whole:
                # An exception is thrown into the innermost function alone; others were not entered.
                if thread.thrown or not paused:
                    on, chain = suspended(task, self.script)
                    paused = max(paused, chain, key=lambda stack: stack.count("|") + bool(stack))
                else:
                    on = waits_for(task, paused)
            cancels = task.cancelling() if task is not None else 0
            self.write(t, "pause", step.lane, cancels, on, paused)
        else:
            total = self.sums[step.lane]
            total[1], total[2] = t, total[2] + 1
            if done:
                self.tell_sum(step.lane, step.host)
        if done:
            self.fate(task, step.lane, t)
        elif task is not None and not step.whole and getattr(task.get_coro(), "cr_running", False):
            self.unseen.add(step.lane)  # an eager task is in a library now, and may end there
        elif type(step.key) is int and how is not None:
            self.gens.pop(step.key, None)
            closed = how == "GeneratorExit()"
            state = "pending" if closed else "error" if how else "ok"
            self.end(step.lane, state, "" if closed else how, t)

    def fate(self, task: asyncio.Task[Any], lane: str, t: int) -> None:
        """How a task has ended."""
        if task.cancelled():
            self.end(lane, "cancelled", "", t)
        else:  # .exception() would count as asking for it
            error = task._exception
            self.end(lane, "error" if error else "ok", exception(error) if error else "", t)

    def ready(self, handle: Any) -> None:
        """The loop was given something to call soon; it may be a task that wakes up."""
        task: Any = task_of(getattr(handle, "_callback", None))
        t = self.now()
        thread = self.thread(t)
        if task is not None:
            lane = self.task_lane(task, thread, t)
            self.write(t, "ready", lane, thread.cause, task.cancelling())
        elif handle is not None:
            self.causes[identity(handle)] = (ref(handle), thread.cause)

    def created(self, task: Any) -> None:
        """A task was made, and has the name by now that it is to have."""
        if hasattr(type(task), "get_coro"):
            thread, t = self.touch()
            lane = self.task_lane(task, thread, t)
            self.rename(lane, task, t)
            if task.done():
                self.fate(task, lane, t)

    # Threads, jobs and processes

    def starts_thread(self, thread: threading.Thread) -> None:
        """A thread is about to be started by the calling one."""
        maker, _ = self.touch()
        self.starting[identity(thread)] = (maker.actor, maker.place())

    def thread_begins(self, thread: threading.Thread) -> None:
        """The calling thread is new."""
        t = self.now()
        parent, line = self.starting.pop(identity(thread), ("", ""))
        fn = name_of(getattr(thread, "_target", None))
        lane = self.new_lane("thread", t, parent=parent, line=line, fn=fn, name=thread.name)
        self.threads[get_ident()] = Thread(lane, t, self.cpu(), self.sleeps())

    def thread_fails(self, error: BaseException | None) -> None:
        """The calling thread's work ends with an exception that nobody handles."""
        if error is not None and not isinstance(error, SystemExit):
            thread, t = self.touch()
            self.end(thread.lane, "error", exception(error), t)

    def thread_ends(self) -> None:
        """The calling thread ends."""
        thread, t = self.touch()
        self.end(thread.lane, "ok", "", t)
        self.threads.pop(get_ident(), None)

    def job_begins(self, item: Any) -> None:
        """A pool's thread takes up a job."""
        thread, t = self.touch()
        thread.jobs.append((t, job(item, self.script)))

    def job_ends(self) -> None:
        """The job is done. If it was the program's own function, that has told of itself."""
        thread, t = self.touch()
        if thread.jobs:
            since, label = thread.jobs.pop()
            if label and t - since >= MOMENT:
                self.write(t, "call", thread.lane, since, 0, label)

    def process_named(self, name: str) -> None:
        """This process has got a name."""
        thread, t = self.touch()
        self.write(t, "name", thread.lane, flat(name))

    def process_ends(self) -> None:
        """This process, which the program started, ends."""
        thread, t = self.touch()
        self.end(thread.lane, "ok", "", t)

    def child(self, process: int | None, command: Any) -> None:
        """Another program was started; not by a library, to find out where it is."""
        if process and not finds_out_where_it_is(self.script):
            thread, t = self.touch()
            self.write(t, "child", process, thread.actor, thread.place(), command_line(command))

    def gone(self, process: int, status: int) -> None:
        """A process that was started is known to have ended."""
        self.write(self.now(), "gone", process, status)

    def speaker(self) -> tuple[str, int | str]:
        """Who prints something now: the lane, and the line of the program that leads there."""
        thread = self.threads.get(get_ident())
        frame: FrameType | None = sys._getframe()
        while frame is not None and frame.f_code.co_filename != self.script:
            frame = frame.f_back
        return thread.actor if thread else "", frame.f_lineno if frame and frame.f_lineno else ""

    # What asyncio and the interpreter complain of

    def never_awaited(self, name: str) -> None:
        """A coroutine was thrown away before it began."""
        thread, t = self.touch()
        self.write(t, "mark", thread.actor, "never-awaited", f"{flat(name)}()")

    def complained(self, context: dict[str, Any]) -> None:
        """The loop's exception handler is called."""
        future = context.get("task") or context.get("future")
        known = self.tasks.get(identity(future))
        if known and str(context.get("message", "")).startswith("Task exception was never"):
            text = exception(context["exception"]) if context.get("exception") else ""
            self.write(self.now(), "mark", known[1], "unretrieved", text)

    def cut(self, code: CodeType) -> None:
        """A function was called so often that it is no longer watched."""
        thread, t = self.touch()
        if code.co_flags & PAUSES and thread.steps and type(thread.steps[-1].key) is int:
            self.write(t, "cut", thread.steps[-1].lane)

    def broke(self, error: BaseException) -> None:
        """Something is wrong with this machinery itself."""
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace else ""
        self.write(self.now(), "broken", f"{type(error).__name__}: {error} in {where}")

    def close(self) -> None:
        """Write down what is still in sums."""
        for lane in self.sums:
            self.tell_sum(lane, "")
