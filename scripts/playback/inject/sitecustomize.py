"""Loaded by the interpreter itself when a program is captured or tested: the way in.

This folder is on PYTHONPATH of the program's process, so that the program runs unchanged as a
plain `python name.py`. It leaves the path again at once; the program finds no trace of it there.
"""

import importlib.machinery
import importlib.util
import os
import sys
from types import ModuleType


def _load(name: str, path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _enter() -> None:
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  pathlib is slow to import
    sys.path[:] = [folder for folder in sys.path if folder != here]
    shadowed = importlib.machinery.PathFinder.find_spec("sitecustomize", sys.path)
    if shadowed and shadowed.origin and shadowed.origin != __file__:
        _load("sitecustomize", shadowed.origin)
    if "PLAYBACK" in os.environ:
        _load("_playback_recorder", os.path.join(os.path.dirname(here), "recorder.py")).start(_load)  # noqa: PTH118, PTH120


_enter()
