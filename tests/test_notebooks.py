"""The notebooks, and what the site makes of one: a small one, which really runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import Chromium, look, opener, overflow, served, violations
from bs4 import BeautifulSoup
from playback.snippet import ROOT
from project import small_project

LAB = sorted((ROOT / "docs/lab").glob("*.ipynb"))
CELLS = {
    "# A small notebook\n\nIt **counts**, and leads to [the first page](../index.md).": [],
    'import sys\n\nprint(1 < 2, "<&>")\nprint("a\\n\\nb")\n'
    'print("hot", file=sys.stderr)\n6 * 7': [],
    "import asyncio\n\nawait asyncio.sleep(0.05)": ["folded"],
    "import matplotlib.pyplot as plt\n\n"
    '%config InlineBackend.figure_formats = ["svg"]\n'
    'plt.rcParams["svg.fonttype"] = "none"\n'
    "figure, axes = plt.subplots(figsize=(4, 3))\n"
    'axes.errorbar([1, 2], [3, 4], [1, 1], label="so < many")\n'
    "axes.legend()\n"
    """display(figure, metadata={"image/svg+xml": {"alt": 'It "rises"'}})\n"""
    "plt.close(figure)": [],
}

runs_notebooks = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="the mkdocs-jupyter for 3.11 cannot make the site's pages"
)


@pytest.mark.parametrize("path", LAB, ids=lambda path: path.stem)
def test_what_is_committed_of_a_notebook_is_its_cells(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert code
    for cell in code:
        assert cell["outputs"] == [], "clear its outputs: they are made when the site is built"
        assert cell["execution_count"] is None
    pictures = [text for cell in code if "display(" in (text := "".join(cell["source"]))]
    assert all('"alt"' in text for text in pictures), "a picture says what it shows"
    assert any("assert all(findings" in "".join(cell["source"]) for cell in code)


def test_there_are_notebooks() -> None:
    assert LAB


def project_with(cells: dict[str, list[str]], folder: Path) -> Path:
    """A copy of the project with a notebook of these cells for its only one."""
    notebook = {
        "cells": [
            {"cell_type": "markdown", "id": f"cell-{place}", "metadata": {}, "source": source}
            if source.startswith("#")
            else {
                "cell_type": "code",
                "id": f"cell-{place}",
                "metadata": {"tags": tags},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for place, (source, tags) in enumerate(cells.items())
        ],
        "metadata": {
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    files = {"docs/index.md": "# First\n", "docs/lab/small.ipynb": json.dumps(notebook)}
    return small_project(folder, files)


def build(
    project: Path, monkeypatch: pytest.MonkeyPatch, *options: str
) -> subprocess.CompletedProcess[str]:
    """Build the site of a project, with its notebooks."""
    monkeypatch.delenv("NOTEBOOKS", raising=False)
    return subprocess.run(
        ["scripts/build", *options], cwd=project, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of a project with a small notebook."""
    project = project_with(CELLS, tmp_path_factory.mktemp("notebooks") / "project")
    with pytest.MonkeyPatch.context() as monkeypatch:
        done = build(project, monkeypatch)
    assert done.returncode == 0, done.stderr
    return project / "site"


@runs_notebooks
def test_a_notebook_has_run_and_looks_like_a_listing(made: Path) -> None:
    html = (made / "lab/small/index.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert [title.text.rstrip("¶") for title in soup.select("h1")] == ["A small notebook"]
    assert soup.select_one('article a[href="../../"]')
    first, waits, draws = soup.select("figure.listing.cell")
    assert [code.text.rstrip() for code in soup.select("figure pre code")] == list(CELLS)[1:]
    printed = [(line.text, line["class"]) for line in first.select("li") if line.has_attr("class")]
    assert printed == [("hot", ["stderr"])]
    texts = [line.text for line in first.select("li:not(.stderr) samp")]
    assert texts == ["True <&>", "a", "", "b", "42"]
    assert waits.select("details pre")
    assert not waits.select(".output")
    picture = draws.select_one(".picture")
    assert picture
    assert picture["aria-label"] == 'It "rises"'
    assert "so < many" in picture.text
    assert "var(--series-0)" in str(picture)
    assert "#1f77b4" not in str(picture)
    assert soup.select_one('a[download][href="small.ipynb"]')
    assert json.loads((made / "lab/small/small.ipynb").read_text())["cells"]
    assert len(html) < 100_000, "no style sheet of Jupyter's"


@runs_notebooks
def test_a_page_of_a_notebook_is_sound(made: Path, browser: Chromium) -> None:
    with served(made) as address, opener(browser, address) as visit:
        page = visit("/lab/small/")
        assert overflow(page) <= 0
        assert violations(page) == []
        line = page.locator(".picture [style*='var(--series-0)']").first
        by_day = line.evaluate("line => getComputedStyle(line).stroke")
        look(page, "phone", "dark")
        assert overflow(page) <= 0
        assert violations(page) == []
        assert line.evaluate("line => getComputedStyle(line).stroke") != by_day


@runs_notebooks
def test_a_notebook_that_fails_fails_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_with({"# Small": [], "dish = soup": []}, tmp_path / "project")
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last one")
    done = build(project, monkeypatch)
    assert done.returncode == 1
    assert "small.ipynb" in done.stderr
    assert "dish = soup" in done.stderr
    assert "name 'soup' is not defined" in done.stderr
    assert (project / "site/index.html").read_text() == "the last one"


def test_notebooks_are_left_out_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_with({"# Small": [], "dish = soup": []}, tmp_path / "project")
    done = build(project, monkeypatch, "--without-notebooks")
    assert done.returncode == 0, done.stderr
    assert (project / "site/index.html").exists()
    assert not (project / "site/lab/small/index.html").exists()
    assert (project / "site/lab/small.ipynb").exists(), "what the navigation leads to then"


def test_an_unknown_option_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    done = build(ROOT, monkeypatch, "--without-notebook")
    assert done.returncode == 2
    assert "--without-notebooks" in done.stderr
