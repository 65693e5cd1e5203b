"""Listens to the interpreter and tells a `Watcher` what concerns it.

By `sys.monitoring` (PEP 669) where it exists, which costs next to nothing for code that is not the
program's own; by `sys.settrace` on Python 3.11. What asyncio, threads and pools do is learnt at a
few functions of the standard library, found by file and name as their code begins and returns;
of Trio, where a run begins, for it tells of its tasks itself.
"""

from __future__ import annotations  # what only types need is not imported into the program

import os
import sys
from _thread import get_ident

from playback.recorder import trio
from playback.recorder.actors import COROUTINE, PAUSES, identity
from playback.recorder.describe import exception

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any

    from playback.recorder.actors import Watcher

    Begins = Callable[[Watcher, FrameType], None]
    Ends = Callable[[Watcher, FrameType, Any], None]

OFTEN = 500  # calls of a function, or visits in quick succession to a line, that are told
AGAIN = 200  # times that lines are listened to again, as another line is reached

STEP = ("events.py", "Handle._run")  # one turn of asyncio's loop
SOON = ("base_events.py", "BaseEventLoop._call_soon")
THREAD = ("threading.py", "Thread._bootstrap_inner")
THREADING = ("threading.py", "<module>")

BEGINS: dict[tuple[str, str], Begins] = {
    ("_entry_queue.py", "EntryQueue.run_sync_soon"): lambda watcher, frame: trio.asked(
        watcher, frame.f_locals["sync_fn"]
    ),
    ("_entry_queue.py", "EntryQueue.task.<locals>.run_cb"): lambda watcher, frame: trio.called(
        watcher, frame.f_locals["job"][0]
    ),
    ("base_events.py", "BaseEventLoop.call_exception_handler"): lambda watcher, frame: (
        watcher.complained(frame.f_locals["context"])
    ),
    ("base_subprocess.py", "BaseSubprocessTransport._process_exited"): lambda watcher, frame: (
        watcher.gone(frame.f_locals["self"]._pid, frame.f_locals["returncode"])
    ),
    ("process.py", "BaseProcess._bootstrap"): lambda watcher, frame: watcher.process_named(
        frame.f_locals["self"].name
    ),
    ("thread.py", "_WorkItem.run"): lambda watcher, frame: watcher.job_begins(
        frame.f_locals["self"]
    ),
    ("threading.py", "Thread._bootstrap_inner"): lambda watcher, frame: watcher.thread_begins(
        frame.f_locals["self"]
    ),
    ("threading.py", "_make_invoke_excepthook.<locals>.invoke_excepthook"): (
        lambda watcher, frame: watcher.thread_fails(sys.exc_info()[1])
    ),
    ("threading.py", "Thread.start"): lambda watcher, frame: watcher.starts_thread(
        frame.f_locals["self"]
    ),
    ("warnings.py", "_warn_unawaited_coroutine"): lambda watcher, frame: watcher.never_awaited(
        frame.f_locals["coro"].__qualname__
    ),
}
BEGINS["_py_warnings.py", "_warn_unawaited_coroutine"] = BEGINS[
    "warnings.py", "_warn_unawaited_coroutine"
]

ENDS: dict[tuple[str, str], Ends] = {
    ("base_events.py", "BaseEventLoop._call_soon"): lambda watcher, frame, value: watcher.ready(
        value
    ),
    ("popen_fork.py", "Popen.poll"): lambda watcher, frame, value: (
        None if value is None else watcher.gone(frame.f_locals["self"].pid, value)
    ),
    ("process.py", "BaseProcess._bootstrap"): lambda watcher, frame, value: watcher.process_ends(),
    ("subprocess.py", "Popen._execute_child"): lambda watcher, frame, value: watcher.child(
        frame.f_locals["self"].pid, frame.f_locals["self"].args
    ),
    ("subprocess.py", "Popen._handle_exitstatus"): lambda watcher, frame, value: watcher.gone(
        frame.f_locals["self"].pid, frame.f_locals["self"].returncode
    ),
    ("thread.py", "_WorkItem.run"): lambda watcher, frame, value: watcher.job_ends(),
    ("_run.py", "setup_runner"): lambda watcher, frame, value: trio.listen(watcher, value),
    THREAD: lambda watcher, frame, value: watcher.thread_ends(),
}
for _place in (
    ("base_events.py", "BaseEventLoop.create_task"),
    ("taskgroups.py", "TaskGroup.create_task"),
    ("tasks.py", "create_task"),
):
    ENDS[_place] = lambda watcher, frame, value: watcher.created(value)
for _module in ("popen_fork.py", "popen_forkserver.py", "popen_spawn_posix.py"):
    ENDS[_module, "Popen._launch"] = lambda watcher, frame, value: watcher.child(
        frame.f_locals["self"].pid, ""
    )
ENDS["popen_forkserver.py", "Popen.poll"] = ENDS["popen_fork.py", "Popen.poll"]

HERE = __file__.rpartition("/")[0]
LIBRARY = f"{sys._stdlib_dir or os.path.dirname(os.__file__)}/"  # type: ignore[attr-defined]  # noqa: PTH120  pathlib is slow to import
TRIO = "/site-packages/trio/_core/"


def place_of(code: CodeType) -> tuple[str, str]:
    """The file and name by which a function of the libraries is known, or ("", "")."""
    file = code.co_filename
    if not file.startswith(LIBRARY) and TRIO not in file:
        return "", ""
    return file.rpartition("/")[2], code.co_qualname


def running_handle(above: int) -> Any:
    """The handle of the loop's step that is that many frames above the caller."""
    return sys._getframe(above + 1).f_locals["self"]


def listen(
    watcher: Watcher, script: str, zero_line: int, zero: Callable[[], None], only_imports: bool
) -> None:
    """Tell `watcher` what the program in the file `script` does; call `zero` once, at its line.

    With `only_imports` the program is left alone from there on.
    """
    if sys.version_info >= (3, 12):
        Monitor(watcher, script, zero_line, zero, only_imports).start()
    else:
        Trace(watcher, script, zero_line, zero, only_imports).start()


class Listener:
    """What both ways of listening have in common."""

    def __init__(
        self,
        watcher: Watcher,
        script: str,
        zero_line: int,
        zero: Callable[[], None],
        only_imports: bool,
    ) -> None:
        self.watcher, self.script = watcher, script
        self.zero_line: int | None = zero_line
        self.zero, self.only_imports = zero, only_imports
        self.kept: dict[int, CodeType] = {}  # code that is listened to, so that its id stays its
        self.calls: dict[int, int] = {}
        self.visits: dict[tuple[int, int], int] = {}

    def start(self) -> None:
        """Begin to listen."""
        raise NotImplementedError

    def stop(self) -> None:
        """Listen no more."""
        raise NotImplementedError

    def guarded(self, callback: Callable[..., Any]) -> Callable[..., Any]:
        """`callback`, whose failure is no failure of the program: it is told, and that is all."""

        def call(*arguments: Any) -> Any:
            try:
                return callback(*arguments)
            except RecursionError:  # see on_unwind
                return None
            except BaseException as error:
                if self.is_a_signals(error):
                    raise
                self.stop()
                self.watcher.broke(error)
                return None

        return call

    def is_a_signals(self, error: BaseException) -> bool:
        """Whether an exception is that of a signal, whose handler happened to run in between.

        It is the program's then, and is freed of frames that are not.
        """
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename.startswith(HERE):
            trace = trace.tb_next
        if trace is None and isinstance(error, Exception):
            return False
        error.__traceback__ = trace
        return True

    def too_often(self, code: CodeType) -> bool:
        """Count a call; whether there are too many to go on listening. Coroutines never are."""
        if code.co_flags & COROUTINE or self.watcher.nothing_runs():
            return False
        count = self.calls[identity(code)] = self.calls.get(identity(code), 0) + 1
        if count > OFTEN:
            self.watcher.cut(code)
        return count > OFTEN

    def visit(self, code: CodeType, number: int) -> bool | None:
        """Tell of a line; whether it is visited too often to go on, or None after a silence."""
        if self.zero_line is not None and number >= self.zero_line and code.co_name == "<module>":
            self.zero_line = None
            self.zero()
            if self.only_imports:
                self.watcher.nowhere()
                self.stop()
                return True
        if not self.watcher.line(code, number):
            return None
        key = identity(code), number
        count = self.visits[key] = self.visits.get(key, 0) + 1
        return count > OFTEN


if sys.version_info >= (3, 12):
    TOOL = 4  # none of the numbers that are set aside for debuggers, coverage and profilers
    DISABLE = sys.monitoring.DISABLE
    EVENTS = sys.monitoring.events
    OWN_EVENTS = EVENTS.LINE | EVENTS.PY_RESUME | EVENTS.PY_RETURN | EVENTS.PY_YIELD

    class Monitor(Listener):
        """Listens by sys.monitoring."""

        step: CodeType | None = None
        soon: CodeType | None = None

        def start(self) -> None:
            """Listen to all that begins, and from then on to what is of interest."""
            self.own: set[int] = set()
            self.ends: dict[int, Ends] = {}
            self.begins: dict[int, Begins] = {}
            self.lines: dict[int, dict[int, int | None]] = {}
            self.quiet: dict[int, set[int]] = {}  # lines that are no longer listened to
            self.again: dict[int, int] = {}
            sys.monitoring.use_tool_id(TOOL, "playback")
            for event, callback in (
                (EVENTS.PY_START, self.on_start),
                (EVENTS.PY_RESUME, self.on_resume),
                (EVENTS.PY_THROW, self.on_throw),
                (EVENTS.PY_YIELD, self.on_yield),
                (EVENTS.PY_RETURN, self.on_return),
                (EVENTS.LINE, self.visit_line),
                (EVENTS.CALL, self.on_call),
            ):
                sys.monitoring.register_callback(TOOL, event, self.guarded(callback))
            sys.monitoring.register_callback(TOOL, EVENTS.PY_UNWIND, self.on_unwind)
            sys.monitoring.set_events(TOOL, EVENTS.PY_START | EVENTS.PY_THROW | EVENTS.PY_UNWIND)

        def stop(self) -> None:
            """Listen no more."""
            sys.monitoring.set_events(TOOL, 0)
            for code in self.kept.values():
                sys.monitoring.set_local_events(TOOL, code, 0)

        def learn(self, code: CodeType) -> bool:
            """Whether code that begins for the first time is of interest; listen to it if it is."""
            if code.co_filename == self.script:
                self.adopt(code)
                return True
            place = place_of(code)
            events = 0
            if place == STEP:
                self.step = code
                events = EVENTS.CALL | EVENTS.PY_RETURN
            if place == SOON:
                self.soon = code
                events = EVENTS.PY_RETURN
            if place in ENDS:
                self.ends[identity(code)] = ENDS[place]
                events |= EVENTS.PY_RETURN
            if place in BEGINS:
                self.begins[identity(code)] = BEGINS[place]
            if events:
                sys.monitoring.set_local_events(TOOL, code, events)
            if events or place in BEGINS:
                self.kept[identity(code)] = code
                return place in BEGINS
            return False

        def adopt(self, code: CodeType) -> None:
            """Listen to a function of the program, and to those within it."""
            if identity(code) not in self.own:
                self.own.add(identity(code))
                self.kept[identity(code)] = code
                sys.monitoring.set_local_events(TOOL, code, OWN_EVENTS)
                for constant in code.co_consts:
                    if isinstance(constant, type(code)):
                        self.adopt(constant)

        def leave_alone(self, code: CodeType) -> object:
            """Listen no more to a function of the program."""
            sys.monitoring.set_local_events(TOOL, code, 0)
            self.own.discard(identity(code))
            return DISABLE

        def on_start(self, code: CodeType, offset: int) -> object:
            """A function begins."""
            key = identity(code)
            if key not in self.kept and not self.learn(code):
                return DISABLE
            if key in self.own:
                if self.too_often(code):
                    return self.leave_alone(code)
                if key in self.quiet:
                    self.listen_again(code)
                self.watcher.enter(code, None)
            elif key in self.begins:
                self.begins[key](self.watcher, sys._getframe(2))
            else:
                return DISABLE
            return None

        def on_resume(self, code: CodeType, offset: int) -> object:
            """A function that had suspended goes on."""
            if identity(code) not in self.own or self.watcher.only_sums:
                return DISABLE
            if self.too_often(code):
                return self.leave_alone(code)
            self.watcher.enter(code, self.line_at(code, offset))
            return None

        def on_throw(self, code: CodeType, offset: int, error: BaseException) -> None:
            """A function that had suspended goes on, with an exception."""
            if identity(code) in self.own:
                self.watcher.enter(code, self.line_at(code, offset), thrown=True)

        def visit_line(self, code: CodeType, number: int) -> object:
            """The program reaches a line."""
            too_often = self.visit(code, number)
            if too_often:
                self.quiet.setdefault(identity(code), set()).add(number)
                return DISABLE
            if too_often is None and identity(code) in self.quiet:
                self.listen_again(code)
            return None

        def listen_again(self, code: CodeType) -> None:
            """After a silence, a line that is not visited so often: tell of what comes next."""
            count = self.again[identity(code)] = self.again.get(identity(code), 0) + 1
            if count <= AGAIN:
                for number in self.quiet.pop(
                    identity(code), ()
                ):  # another thread may have been first
                    self.visits[identity(code), number] = OFTEN - 5
                sys.monitoring.set_local_events(TOOL, code, OWN_EVENTS & ~EVENTS.LINE)
                sys.monitoring.set_local_events(TOOL, code, OWN_EVENTS)

        def on_yield(self, code: CodeType, offset: int, value: object) -> object:
            """A function suspends."""
            if identity(code) not in self.own or self.watcher.only_sums:
                return DISABLE
            self.watcher.leave(code, self.line_at(code, offset), None)
            return None

        def line_at(self, code: CodeType, offset: int) -> int | None:
            """The line of an instruction; an await goes on at a line without a visit to it."""
            lines = self.lines.get(identity(code))
            if lines is None:
                lines = self.lines[identity(code)] = {}
                for first, end, number in code.co_lines():
                    lines.update(dict.fromkeys(range(first, end, 2), number))
            return lines.get(offset)

        def on_return(self, code: CodeType, offset: int, value: object) -> object:
            """A function returns."""
            if identity(code) in self.own:
                self.watcher.leave(code, None, "")
            elif code is self.step:
                self.watcher.finish()
            elif code is self.soon:
                if self.watcher.only_sums:
                    return DISABLE
                self.watcher.ready(value)
            elif identity(code) in self.ends:
                self.ends[identity(code)](self.watcher, sys._getframe(2), value)
            return None

        def on_unwind(self, code: CodeType, offset: int, error: BaseException) -> None:
            """A function ends with an exception. Guarded by itself: there may be no room for more.

            At the end of its recursion a program has as much room as one call takes; what cannot
            be told from there, `Thread.back_to` makes up for.
            """
            try:
                if identity(code) in self.own:
                    self.watcher.leave(code, None, exception(error), 2)
                elif code is self.step:
                    self.watcher.finish()
                elif identity(code) in self.ends:
                    self.ends[identity(code)](self.watcher, sys._getframe(1), None)
            except RecursionError:
                pass
            except BaseException as failure:
                if self.is_a_signals(failure):
                    raise
                self.stop()
                self.watcher.broke(failure)

        def on_call(self, code: CodeType, offset: int, function: Any, argument: Any) -> None:
            """Within a step: the context runs the loop's callback."""
            if code is self.step and getattr(function, "__name__", "") == "run":
                self.watcher.begin(argument, running_handle)


class Trace(Listener):
    """Listens by sys.settrace."""

    def start(self) -> None:
        """Listen to this thread, and to those that the program starts."""
        from opcode import opmap

        yields = ("YIELD_VALUE", "ASYNC_GEN_WRAP", "SEND", "RESUME")
        self.yields = {opmap[name] for name in yields if name in opmap}
        self.live: set[int] = set()  # frames of generators that have begun
        self.raised: dict[int, str] = {}  # frames through which an exception passes
        self.places: dict[int, tuple[str, str]] = {}
        self.begins = self.guarded(self.on_call)
        self.in_own = self.guarded(self.in_own)  # type: ignore[method-assign]  # each is one object
        self.in_library = self.guarded(self.in_library)  # type: ignore[method-assign]  # the same
        self.listen_to_threads(self.begins)
        sys.settrace(self.begins)

    def stop(self) -> None:
        """Listen no more."""
        sys.settrace(None)
        self.listen_to_threads(None)

    def listen_to_threads(self, begins: Any) -> None:
        """Have new threads listened to by this, or no more, as soon as there can be any."""
        threading = sys.modules.get("threading")
        if threading is not None and hasattr(threading, "settrace"):
            threading.settrace(begins)

    def on_call(self, frame: FrameType, event: str, argument: object) -> Any:
        """A function begins or goes on."""
        code = frame.f_code
        if get_ident() not in self.watcher.threads:
            self.meet_thread(frame)
        if code.co_filename == self.script:
            return self.on_own_call(frame, code)
        place = self.places.get(identity(code))
        if place is None:
            place = self.places[identity(code)] = place_of(code)
            self.kept[identity(code)] = code
        if place == SOON and self.watcher.only_sums:
            return None
        if place == STEP:
            handle = frame.f_locals["self"]
            self.watcher.begin(handle._callback, lambda above: handle)
        elif place in BEGINS:
            BEGINS[place](self.watcher, frame)
        elif place not in ENDS and place not in (SOON, THREADING):
            return None
        frame.f_trace_lines = False
        return self.in_library

    def meet_thread(self, frame: FrameType | None) -> None:
        """A thread that was begun is seen for the first time, from within what began it."""
        while frame is not None and place_of(frame.f_code) != THREAD:
            frame = frame.f_back
        if frame is not None:
            self.places[identity(frame.f_code)] = THREAD
            self.kept[identity(frame.f_code)] = frame.f_code
            self.watcher.thread_begins(frame.f_locals["self"])
            frame.f_trace_lines = False
            frame.f_trace = self.in_library

    def on_own_call(self, frame: FrameType, code: CodeType) -> Any:
        """A function of the program begins or goes on."""
        self.kept[identity(code)] = code
        if self.too_often(code) or (self.watcher.only_sums and code.co_flags & COROUTINE):
            return None
        start = identity(frame) not in self.live
        if code.co_flags & PAUSES:
            self.live.add(identity(frame))
        # it cannot be told here whether an exception is thrown into what goes on
        self.watcher.enter(code, None if start else frame.f_lineno, 5, thrown=not start)
        return self.in_own

    def in_own(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Something happens in a function of the program."""
        code = frame.f_code
        if event == "line":
            self.raised.pop(identity(frame), None)
            if self.visit(code, frame.f_lineno):
                frame.f_trace_lines = False
        elif event == "exception":
            self.raised[identity(frame)] = exception(argument[1])
        elif event == "return":
            how: str | None = self.raised.pop(identity(frame), "")
            if code.co_flags & PAUSES:
                if not how and code.co_code[frame.f_lasti] in self.yields:
                    how = None
                else:
                    self.live.discard(identity(frame))
            self.watcher.leave(code, frame.f_lineno, how)
        return self.in_own

    def in_library(self, frame: FrameType, event: str, argument: Any) -> Any:
        """A function of the standard library that was of interest returns."""
        if event == "return":
            place = self.places[identity(frame.f_code)]
            if place == STEP:
                self.watcher.finish()
            elif place == SOON:
                self.watcher.ready(argument)
            elif place in ENDS:
                ENDS[place](self.watcher, frame, argument)
            elif place == THREADING:
                self.listen_to_threads(self.begins)
        return self.in_library
