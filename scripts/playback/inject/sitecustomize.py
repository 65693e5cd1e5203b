"""Loaded by the interpreter itself when a program is captured or tested: the way in.

This folder is on PYTHONPATH of the program's process, so that the program runs unchanged as a
plain `python name.py`. It leaves the path again at once; the program finds no trace of it there.
"""

import importlib.machinery
import importlib.util
import os
import sys

OWN_MODULES = {"playback", "mmap", "resource"}


def _enter() -> None:
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  pathlib is slow to import
    sys.path[:] = [folder for folder in sys.path if folder != here]
    shadowed = importlib.machinery.PathFinder.find_spec("sitecustomize", sys.path)
    if shadowed and shadowed.loader and shadowed.origin != __file__:
        shadowed.loader.exec_module(importlib.util.module_from_spec(shadowed))
    if "PLAYBACK" in os.environ:
        _record(os.path.dirname(os.path.dirname(here)))  # noqa: PTH120


def _record(scripts: str) -> None:
    known = set(sys.modules)
    writes_none = sys.dont_write_bytecode
    sys.dont_write_bytecode = False  # else each program would compile all of the recorder again
    sys.path.insert(0, scripts)
    try:
        from playback.recorder import start

        start()
    finally:
        sys.dont_write_bytecode = writes_none
        sys.path.remove(scripts)
        for name in sys.modules.keys() - known:  # what the program itself has not imported
            if name.partition(".")[0] in OWN_MODULES:
                del sys.modules[name]
        for folder in [folder for folder in sys.path_importer_cache if folder.startswith(scripts)]:
            del sys.path_importer_cache[folder]


_enter()
