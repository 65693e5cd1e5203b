"""Writes down calls, exceptions, coroutines and commands of a running program, in a few words.

No code of the program runs for it (no `repr` of its classes), and nothing of the program is held
on to, so that all lives as long, and ends as, in a plain run.
"""

from __future__ import annotations  # what only types need is not imported into the program

import gc
import sys
from types import BuiltinFunctionType, FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Sequence
    from types import CodeType, FrameType
    from typing import Any

DEEP = 50  # awaits within each other that are looked at
ASYNC_GENERATOR = "async_generator"
STEPS = {  # what stands for a step of such a generator, and how one asks for it
    "async_generator_asend": "anext({})",
    "async_generator_athrow": "{}.aclose()",
    "anext_awaitable": "anext({})",
}
MAKERS = (
    "/trio/_core/",
    "/anyio/_core/",
    "/anyio/_backends/",
    "/anyio/abc/",
)  # by which a program makes tasks
AROUND = {  # what libraries make tasks of, and what it calls the program's coroutine within it
    "TaskHandle._run_coro": "self",  # of AnyIO, which has it as _coro
    "run.<locals>.wrapper": "main",  # of uvloop
}
PLAIN = (int, float, bool, str)


def task_of(callback: Any) -> Any:
    """The task of which a callback is the next step, or None."""
    task = callback.__self__ if hasattr(type(callback), "__self__") else None
    return task if hasattr(type(task), "get_coro") else None


def current_task() -> asyncio.Task[Any] | None:
    """The task that runs in this thread, if asyncio is there and one does."""
    events = sys.modules.get("asyncio.events")
    tasks = sys.modules.get("asyncio.tasks")
    if events is None or tasks is None or not hasattr(tasks, "current_task"):
        return None
    loop = events._get_running_loop()
    task: asyncio.Task[Any] | None = tasks.current_task(loop) if loop is not None else None
    return task


def exception(error: BaseException) -> str:
    """An exception as its repr would be: "ValueError('burnt')"."""
    given: Any = BaseException.__dict__["args"]  # not what its class may call so
    arguments = given.__get__(error)
    values = ", ".join(_short(value) if type(value) in PLAIN else "…" for value in arguments)
    return f"{type(error).__name__}({values})"


def executed(task: asyncio.Task[Any]) -> Any:
    """The coroutine that a task executes; not one that a library put around what it was given.

    After its last step, that is the library's again.
    """
    coro: Any = task.get_coro()
    name = getattr(coro, "__qualname__", "")
    if name in AROUND and coro.cr_frame is not None:
        given = coro.cr_frame.f_locals.get(AROUND[name])
        given = getattr(given, "_coro", given)
        if hasattr(given, "cr_frame"):
            return given
    return coro


def runs_in(task: asyncio.Task[Any], frame: FrameType) -> bool:
    """Whether a frame is that of the coroutine which a task executes."""
    return getattr(executed(task), "cr_frame", None) is frame


def given_name(task: asyncio.Task[Any]) -> str:
    """A task's name, but "" for the one that Trio and AnyIO make of its function's."""
    name = flat(task.get_name())
    function = getattr(executed(task), "__qualname__", "")
    return "" if function and name.endswith(f".{function}") else name


def awaits(coro: Any) -> set[str]:
    """The names of all functions that a suspended coroutine is in."""
    names = set()
    for _ in range(DEEP):
        if coro is None:
            break
        names.add(getattr(coro, "__qualname__", ""))
        coro = _awaited(coro)
    return names


def suspended(task: asyncio.Task[Any], script: str) -> tuple[str, str]:
    """What a suspended task waits for, and its stack of the program's own functions."""
    stack: list[str] = []
    coro: Any = _stepped(executed(task))
    for _ in range(DEEP):
        frame = _of(coro, "frame")
        if frame is None:
            break
        if frame.f_code.co_filename == script:
            stack.append(f"{frame.f_code.co_qualname}:{frame.f_lineno}")
        coro = _awaited(coro)
    told = "|".join(stack)
    return waits_for(task, told), told


def waits_for(task: asyncio.Task[Any], stack: str) -> str:
    """What a suspended task waits for: what the innermost function of its own `stack` called.

    That is by its name, as "sleep", or the kind of what is awaited, as "Future".
    """
    own = [frame.rpartition(":")[0] for frame in stack.split("|") if frame[:1] != ">"]
    coro: Any = _stepped(executed(task))
    on, met = "", 0
    for _ in range(DEEP):
        name: str | None = getattr(coro, "__qualname__", None)
        if name is None:
            break
        if met < len(own) and own[met] in (name, _as_written(coro)):
            met, on = met + 1, ""
        elif met and own[met - 1] == _as_written(coro):  # what came before had only its name
            on = ""
        elif not on or on.startswith("_"):  # what the program has called, not how that is done
            on = name
            if met == len(own) and not on.startswith("_"):
                return on
        coro = _awaited(coro)
    if not on and coro is not None:
        on = type(coro).__name__
        if on == "FutureIter":  # it does not say of what
            on = type(getattr(task, "_fut_waiter", None)).__name__
    return on


def _as_written(coro: Any) -> str:
    """The name of a coroutine's function where it is written; it may have taken another's."""
    code = _of(coro, "code")
    return code.co_qualname if code is not None else ""


def made_by_package(coro: Any, script: str) -> bool:
    """Whether a package, not the program at the calling moment, makes a task of its own code.

    A generator that it leaves half way is a task of its own, too: the loop makes one to close it.
    """
    code = _of(_stepped(coro), "code")
    if code is None or code.co_filename == script or "site-packages" not in code.co_filename:
        return False
    if type(coro).__name__ in STEPS:
        return True
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_filename != script:
        file = frame.f_code.co_filename
        if "site-packages" in file and not any(maker in file for maker in MAKERS):
            return True
        frame = frame.f_back
    return False


def finds_out_where_it_is(script: str) -> bool:
    """Whether what the program does at the calling moment is to import, or to ask `platform`."""
    platform = getattr(sys.modules.get("platform"), "__file__", None)
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_filename != script:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib") or file == platform:
            return True
        frame = frame.f_back
    return False


def _awaited(coro: Any) -> Any:
    """What a coroutine, or a generator in its place, waits for."""
    inner = _of(coro, "await")
    return _stepped(inner if inner is not None else getattr(coro, "gi_yieldfrom", None))


def _stepped(coro: Any) -> Any:
    """What was given; but in place of a step of an asynchronous generator, that generator.

    No attribute of the step leads to it, but the garbage collector knows what it refers to.
    """
    while type(coro).__name__ in STEPS:
        parts = gc.get_referents(coro)
        coro = next((it for it in parts if type(it).__name__ in (ASYNC_GENERATOR, *STEPS)), None)
    return coro


def _of(coro: Any, what: str) -> Any:
    """The frame, the code or what is awaited, of a coroutine or a generator of either kind."""
    given = (getattr(coro, f"{kind}_{what}", None) for kind in ("cr", "gi", "ag"))
    return next((it for it in given if it is not None), None)


def first_call(frame: FrameType, name: str) -> str:
    """The call of the function of that name, by which a coroutine was made that has not begun."""
    values = frame.f_locals
    label = call(frame.f_code, values, name)
    if type(values) is dict and frame.f_lasti <= 0:  # before 3.13, a copy that would keep them
        values.clear()
    return label


def step_of_generator(coro: Any) -> tuple[str, str]:
    """The function of an asynchronous generator, and how this step of it was asked for.

    As "courses" and "courses().aclose()"; for what is no such step, "" and "".
    """
    form = STEPS.get(type(coro).__name__)
    name = flat(getattr(_stepped(coro), "__name__", "")) if form else ""
    return name, form.format(f"{name}()") if form and name else ""


def call(code: CodeType, values: Any, name: str = "") -> str:
    """A call with its plain arguments: "download('menu')"."""
    count = code.co_argcount + code.co_kwonlyargcount
    given = [values.get(name) for name in code.co_varnames[:count] if name in values]
    if code.co_flags & 0x04:
        more = values.get(code.co_varnames[count])
        given += more if type(more) is tuple else ()  # the name may hold something else by now
    return f"{name or code.co_name}({_values(given)})"


def job(item: Any, script: str) -> str:
    """The call that a pool's job is, or "" if it is the program's own and tells of itself."""
    fn: Any = getattr(item, "fn", None)
    args = getattr(item, "args", ())
    if fn is None:  # since Python 3.14
        fn, args, _ = item.task
    if type(fn).__name__ == "partial":
        fn, args = fn.func, (*fn.args, *args)
    if name_of(fn) == "run" and args:  # of a context, as asyncio.to_thread has it
        fn, args = args[0], args[1:]
    code = getattr(fn, "__code__", None)
    return (
        "" if code is not None and code.co_filename == script else f"{name_of(fn)}({_values(args)})"
    )


def _values(values: Iterable[Any]) -> str:
    """Those of the values that can be shown without running code of the program."""
    shown = [
        _short(value) if type(value) in PLAIN else name_of(value)
        for value in values
        if type(value) in PLAIN or type(value) in (FunctionType, BuiltinFunctionType)
    ]
    return ", ".join([*shown[:3], "…"] if len(shown) > 3 else shown)


def _short(value: Any) -> str:
    if type(value) is int and value.bit_length() > 128:
        return "…"
    text = repr(value[:60] if type(value) is str else value)
    return text if len(text) <= 40 else f"{text[:38]}…{text[-1]}"


def name_of(fn: Any) -> str:
    """A function's name, or "" for what has none."""
    name = getattr(fn, "__name__", "")
    return flat(name)


def command_line(command: Any) -> str:
    """The name of a program that was started: its file's, without the folder."""
    words: Sequence[Any] = command if isinstance(command, list | tuple) else [command]
    names = [str(word).rpartition("/")[2] for word in words[:3] if type(word) is str]
    return flat(" ".join(names))[:40]


def flat(text: str) -> str:
    """`text` on one line, without tabs."""
    return " ".join(text.split()) if type(text) is str else ""
