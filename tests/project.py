"""A copy of this project, to be changed and broken at will."""

import re
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


def small_project(folder: Path, files: dict[str, str]) -> Path:
    """Such a copy, with these pages and snippets instead of all others.

    They are given by path, as "docs/index.md"; the navigation has the pages in that order.
    """
    project = copy_project(folder)
    for path in [*(project / "docs").rglob("*"), *(project / "snippets").rglob("*")]:
        if path.suffix in (".md", ".ipynb", ".py", ".out"):
            path.unlink()
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    pages = [name.removeprefix("docs/") for name in files if name.startswith("docs/")]
    navigation = "".join(f"  - {page}\n" for page in pages)
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    if not any(page.endswith(".ipynb") for page in pages):  # it takes as long as such a build
        settings = re.sub(r"^  - mkdocs-jupyter:\n(    .*\n)*", "", settings, flags=re.MULTILINE)
    before, after = settings[: settings.index("nav:\n")], settings[settings.index("theme:\n") :]
    (project / "mkdocs.yml").write_text(f"{before}nav:\n{navigation}{after}", encoding="utf-8")
    return project
