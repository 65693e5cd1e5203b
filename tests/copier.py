"""Programs as those run them who copy them: in a folder of their own, by a plain `python`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playback.snippet import SNIPPETS, Snippet


def printed_for_a_copier(name: str, folder: Path, **environment: str) -> str:
    """What a listing prints, with what it imports from beside it and no database server named."""
    snippet = Snippet.read(SNIPPETS / f"{name}.py")
    for file in (snippet.path.name, *snippet.beside):
        shutil.copy(snippet.path.with_name(file), folder)
    own = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    done = subprocess.run(
        [sys.executable, snippet.path.name],
        cwd=folder,
        env={**own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected_of(name: str) -> str:
    """What the page says that it prints."""
    text = Snippet.read(SNIPPETS / f"{name}.py").expected.read_text(encoding="utf-8")
    return text.partition("\n")[2]
