"""A copy of this project, to be changed and broken at will."""

import shutil
import subprocess
from pathlib import Path

from playback.snippet import ROOT

SET_UP = (".venv", "node_modules", "docs/assets/fonts")


def copy_project(folder: Path) -> Path:
    """Copy the project's own files to `folder`; what scripts/setup made is shared with it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for made in SET_UP:
        (folder / made).symlink_to(ROOT / made)
    return folder
