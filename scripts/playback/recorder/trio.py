"""Listens to Trio, by what Trio has for that: an instrument, which it tells of each task's step.

An instrument is any object with some of the methods of `trio.abc.Instrument`, so nothing of Trio is
imported for it. To the `Watcher`, a task of Trio is a `Task` of this module: it answers what the
Watcher asks of asyncio's. What Trio does not tell in public, as why a task goes on, is read where
it is known to stand; where another version of Trio has it no longer, it is left out.
"""

from __future__ import annotations  # what only types need is not imported into the program

import sys
from _weakref import ref
from types import FunctionType, MethodType

from playback.recorder.actors import identity
from playback.recorder.describe import awaits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CoroutineType
    from typing import Any

    from playback.recorder.actors import Watcher

    Method = Callable[["Instrument", Any], None]

OUTERMOST = "Runner.init"  # the task of Trio's own in which all others are, idle but at both ends
CALLBACKS = "EntryQueue.task"  # the one that calls what threads and signals have asked for


def listen(watcher: Watcher, runner: Any) -> None:
    """Tell `watcher` of the tasks of a run of Trio that is about to begin, if it is one."""
    if hasattr(runner, "instruments"):
        # of all methods, for they share their code: else Ctrl-C could be lost in one
        sys.modules["trio"].lowlevel.enable_ki_protection(Instrument.task_spawned)
        runner.instruments.add_instrument(Instrument(watcher))


def asked(watcher: Watcher, function: Any) -> None:
    """Trio was asked to call a function soon, by another thread for instance."""
    if isinstance(function, FunctionType | MethodType):
        thread = watcher.thread(watcher.now())
        watcher.causes[identity(function)] = (ref(function), thread.cause)


def called(watcher: Watcher, function: Any) -> None:
    """It calls it, on behalf of who asked."""
    thread, _ = watcher.touch()
    if thread.steps:
        watcher.take_up_cause(thread.steps[-1], function)


class Task:
    """A task of Trio as if it were one of asyncio's, as far as a Watcher asks."""

    def __init__(self, task: Any) -> None:
        self.task = task  # which lives as long, for its run holds it until it has ended
        self.cancels = 0
        self.ended = False
        self._exception: BaseException | None = None

    def get_loop(self) -> Any:
        """What runs it."""
        return self.task._runner

    def get_coro(self) -> CoroutineType[Any, Any, Any]:
        """The coroutine that it executes."""
        coro: CoroutineType[Any, Any, Any] = self.task.coro
        return coro

    def get_name(self) -> str:
        """What it is called: "__main__.order", unless the program has said otherwise."""
        return str(self.task.name)

    def cancelling(self) -> int:
        """How often a cancelled scope has ended a wait of its."""
        return self.cancels

    def done(self) -> bool:
        """Whether it has ended."""
        return self.ended

    def cancelled(self) -> bool:
        """Whether nothing but a cancellation has ended it."""
        return _is_cancelled(self._exception)


def guarded(method: Method) -> Method:
    """A method of an instrument, whose failure Trio would tell in the program's output."""

    def call(self: Instrument, task: Any) -> None:
        if self._broken:
            return
        try:
            method(self, task)
        except Exception as error:
            self._broken = True
            self._watcher.broke(error)

    return call


class Instrument:
    """Tells a Watcher of the tasks of one run of Trio."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._tasks: dict[int, Any] = {}  # a Task for each of Trio's, by identity
        self._broken = False

    @guarded
    def task_spawned(self, task: Any) -> None:
        """A task was made; it will be scheduled next, which is told at the same moment."""
        if task.coro.__qualname__ not in (OUTERMOST, CALLBACKS):
            self._tasks[identity(task)] = Task(task)

    @guarded
    def task_scheduled(self, task: Any) -> None:
        """A task could go on."""
        known = self._tasks.get(identity(task))
        if known is None or self._watcher.only_sums:
            return
        thread, t = self._watcher.touch()
        lane = self._watcher.task_lane(known, thread, t)
        by = thread.cause if thread.steps else self._watcher.loop_of(known)
        if _is_cancelled(getattr(getattr(task, "_next_send", None), "error", None)):
            scope = _cancelled_scope(task)
            if not _is_of_sleep(task, scope):
                known.cancels += 1
            if not thread.steps:
                t -= _late(task, scope)
        self._watcher.write(t, "ready", lane, by, known.cancels)

    @guarded
    def before_task_step(self, task: Any) -> None:
        """A task has the thread now."""
        known = self._tasks.get(identity(task))
        name = task.coro.__qualname__
        if known is None and name == OUTERMOST:
            return
        thread, t = self._watcher.touch()
        host = self._watcher.loop_lane(task._runner, thread.lane, t)
        self._watcher.hosts(host, thread, t)
        if known is None:  # the loop itself, or a task that was there before this instrument
            self._watcher.begin_step(thread, t, host, host, None, whole=True)
        else:
            lane = self._watcher.task_lane(known, thread, t)
            self._watcher.begin_step(thread, t, lane, host, ref(known), whole=True)

    @guarded
    def task_exited(self, task: Any) -> None:
        """A task has ended, in the step that is under way."""
        known = self._tasks.get(identity(task))
        if known is not None:
            known._exception = _outcome(task)
            known.ended = True

    @guarded
    def after_task_step(self, task: Any) -> None:
        """A task has given the thread back."""
        if task.coro.__qualname__ != OUTERMOST:
            self._watcher.finish()
        known = self._tasks.get(identity(task))
        if known is not None and known.ended:
            del self._tasks[identity(task)]


def _outcome(task: Any) -> BaseException | None:
    """The exception with which a task ends, found where Trio has it as it tells of the end."""
    runner = task._runner
    if task is runner.main_task:
        return getattr(runner.main_task_outcome, "error", None)
    frame = sys._getframe(2)
    while frame.f_back is not None and "outcome" not in frame.f_code.co_varnames:
        frame = frame.f_back
    return getattr(frame.f_locals.get("outcome"), "error", None)


def _is_cancelled(error: BaseException | None) -> bool:
    """Whether an exception is how Trio ends what was cancelled, or a group of nothing else."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(_is_cancelled, error.exceptions))
    return type(error).__name__ == "Cancelled" and type(error).__module__.startswith("trio")


def _cancelled_scope(task: Any) -> Any:
    """The innermost scope around what a task waits for that was itself cancelled, or None."""
    status = getattr(task, "_cancel_status", None)
    while status is not None and not status._scope._cancel_called:
        status = status._parent
    return status and status._scope


def _is_of_sleep(task: Any, scope: Any) -> bool:
    """Whether a scope is the one by which `trio.sleep` itself is woken."""
    innermost = getattr(getattr(task, "_cancel_status", None), "_scope", None)
    return scope is not None and scope is innermost and "sleep_until" in awaits(task.coro)


def _late(task: Any, scope: Any) -> int:
    """The nanoseconds since a scope's time was up, by the system's clock; else 0."""
    clock = task._runner.clock
    if scope is None or type(clock).__name__ != "SystemClock":
        return 0
    late: float = clock.current_time() - scope._deadline
    return max(0, round(late * 1_000_000_000))
