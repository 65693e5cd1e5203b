"""The built site: what its pages must show, and what a build that fails leaves alone."""

import functools
import gzip
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playback.run import Run
from playback.snippet import ROOT, SNIPPETS, Snippet, every_snippet
from project import copy_project, small_project

FENCE = re.compile(
    r"^ *```(?P<info>python|race)(?P<attributes>[^\n]*)\n(?P<body>.*?)^ *```",
    re.MULTILINE | re.DOTALL,
)


def figures(text: str) -> tuple[int, int]:
    """How many figures of a page's Markdown show a run, and how many of those draw it."""
    runs = timelines = 0
    for fence in FENCE.finditer(text):
        whole = re.fullmatch(r'\s*--8<-- "[^":]+\.py"\s*', fence["body"])
        if fence["info"] == "race" or whole:
            drawn = 'timeline="off"' not in fence["attributes"]
            timelines += drawn
            runs += drawn or 'output="off"' not in fence["attributes"]
    return runs, timelines


def elsewhere(text: str) -> list[str]:
    """The listings in a page's Markdown that do not run on this Python."""
    files = re.findall(r'--8<-- "([^":]+\.py)', text)
    return [file for file in files if not Snippet.read(SNIPPETS / file).runs_here]


def built(page: Path) -> str:
    """The file of a page in the built site."""
    path = page.relative_to(ROOT / "docs").with_suffix("")
    folder = path.parent if path.name == "index" else path
    return (folder / "index.html").as_posix()


CHAPTERS = {
    built(page): figures(page.read_text(encoding="utf-8"))
    for page in sorted((ROOT / "docs").rglob("*.md"))
}
ELSEWHERE = {
    built(page): elsewhere(page.read_text(encoding="utf-8"))
    for page in sorted((ROOT / "docs").rglob("*.md"))
}


def test_figures_are_counted_in_markdown() -> None:
    assert CHAPTERS["index.html"] == (3, 1)
    assert CHAPTERS["foundations/multitasking_chef/index.html"] == (8, 8)
    assert figures('```python output="off"\n--8<-- "a/b.py"\n```\n') == (1, 1)
    assert figures('```python\n--8<-- "a/b.py:part"\n```\n```python\nx = 1\n```\n') == (0, 0)


@functools.cache
def page(site: Path, name: str) -> BeautifulSoup:
    """One page of the built site."""
    return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")


def capture(name: str) -> Run:
    """The capture of one snippet."""
    return Run.from_json((ROOT / f"captures/{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_listing_shows_its_recorded_run(site: Path, name: str) -> None:
    if others := ELSEWHERE[name]:
        pytest.skip(f"another Python is needed for {', '.join(others)}")
    soup = page(site, name)
    figures, timelines = CHAPTERS[name]
    recorded = [note for note in soup.select(".provenance p") if "Recorded on" in note.text]
    assert len(recorded) == figures
    assert len(soup.select("svg.timeline")) == timelines
    assert len(soup.select(".timeline-box .stepper")) == timelines
    assert "(not recorded yet)" not in soup.text
    assert "8<-" not in soup.text
    for output in soup.select(".output"):
        times = [float(time.text) for time in output.select("time")]
        assert times == sorted(times)
        assert times


def stripped(code: str) -> str:
    """Code without its indentation, which an excerpt does not have."""
    return "\n".join(line.strip() for line in code.splitlines())


def test_every_snippet_is_shown_with_its_own_code_and_output(site: Path) -> None:
    shown: dict[str, str] = {}
    excerpts: dict[str, str] = {}
    printed: dict[str, list[str]] = {}
    raced: set[str] = set()
    for name in CHAPTERS:
        for figure in page(site, name).select("figure.listing"):
            if "race" in figure["class"]:
                raced |= {file.text for file in figure.select("figcaption .file")}
                continue
            file = figure.select_one(".file")
            assert file
            if code := figure.select_one("pre code"):
                (excerpts if figure.select(".excerpt") else shown)[file.text] = code.text
            if figure.select(".output"):
                lines = (line.text for line in figure.select("samp"))
                printed[file.text] = ["" if line == "\xa0" else line for line in lines]
    for path in every_snippet():
        snippet = Snippet.read(path)
        if not snippet.runs_here:
            continue
        if path.name in shown:
            assert shown[path.name] == snippet.source, path.name
        else:
            assert stripped(excerpts[path.name]) in stripped(snippet.source), path.name
        run = capture(f"{path.parent.name}/{path.stem}")
        if path.name in printed or path.name not in raced:
            assert printed[path.name] == [line.text for line in run.output], path.name


def test_every_timeline_is_small_and_told_in_words(site: Path) -> None:
    for name in CHAPTERS:
        html = (site / name).read_text(encoding="utf-8")
        drawings = re.findall(r'<svg class="timeline".*?</svg>', html, re.DOTALL)
        figures = page(site, name).select("figure:has(svg.timeline)")
        for figure, drawing in zip(figures, drawings, strict=True):
            stories = figure.select(".story")
            drawn = drawing.encode()
            assert len(drawn) <= 12_000 * len(stories), name
            assert len(gzip.compress(drawn, 9)) <= 3_000 * len(stories), name
            for story in stories:
                moments = [int(str(row["data-t"])) for row in story.select("li[data-t]")]
                assert moments == sorted(moments)
                assert len(moments) > 2


def test_the_downloaders_are_compared_by_what_their_runs_took(site: Path) -> None:
    one_by_one = capture("sequential_chef/download_one_by_one")
    at_once = capture("multitasking_chef/download_at_once")
    assert one_by_one.wall > 1.5 * at_once.wall
    prose = [
        data.text
        for data in page(site, "foundations/multitasking_chef/index.html").select("p data")
    ]
    last = at_once.moment("got 49,930")
    assert last
    assert f"{last / 1e6:.2f}\xa0s" in prose
    assert f"{one_by_one.wall / 1e6:.2f}\xa0s" in prose
    assert f"{one_by_one.wall / at_once.wall:.1f}" in prose


def test_the_search_finds_what_programs_print(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    text = " ".join(entry["text"] for entry in index["docs"])
    for line in capture("sequential_chef/one_pot_at_a_time").output:
        assert re.search(rf"\b{re.escape(line.text)}", text), line.text
    assert "Run it yourself" not in text


def test_no_page_names_a_path_of_the_machine_that_built_it(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) >= 5
    for built in pages:
        text = built.read_text(encoding="utf-8")
        assert str(ROOT) not in text
        assert str(Path.home()) + "/" not in text


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    for built in site.rglob("*.html"):
        soup = page(site, built.relative_to(site).as_posix())
        loaded = [tag.get("src") for tag in soup.select("[src]")]
        loaded += [link.get("href") for link in soup.select("link:not([rel=canonical])")]
        away = [address for address in loaded if re.match(r"(https?:)?//", str(address))]
        assert not away, built
    for style in site.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", style.read_text("utf-8"))


# What a contributor's mistake does to a build


PAGE = "docs/pots/soup.md"
FILES = {
    "docs/index.md": "# Dinner\n",
    PAGE: """# Soup

```python
--8<-- "pots/soup.py"
```

It was [[pots/soup @ served]], as [the dinner](../index.md) was.
""",
    "snippets/pots/soup.py": "print('served')\n",
    "snippets/pots/soup.out": "$ python soup.py\nserved\n",
}


def build(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/build there."""
    clean = {k: v for k, v in os.environ.items() if k not in ("GITHUB_REPOSITORY", "SITE_URL")}
    return subprocess.run(
        ["scripts/build"],
        cwd=project,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_fresh_copy_builds_and_shows_expected_outputs(tmp_path: Path) -> None:
    copy = copy_project(tmp_path / "project")
    done = build(copy, SEARCH="false")
    assert done.returncode == 0, done.stderr
    soup = page(copy / "site", "foundations/sequential_chef/index.html")
    assert "The expected output" in soup.text
    assert "(not recorded yet)" in soup.text
    assert not soup.select("a[href*=github]"), "nobody knows yet where the project lives"


def test_links_follow_from_the_name_of_the_repository(tmp_path: Path) -> None:
    copy = small_project(tmp_path / "project", FILES)
    assert build(copy, GITHUB_REPOSITORY="somebody/their-fork").returncode == 0
    soup = page(copy / "site", "pots/soup/index.html")
    base = "https://github.com/somebody/their-fork"
    links = {str(link["href"]) for link in soup.select("a[href^=https]")}
    assert f"{base}/edit/main/docs/pots/soup.md" in links
    assert f"{base}/blob/main/snippets/pots/soup.py" in links
    canonical = soup.select_one("link[rel=canonical]")
    assert canonical
    assert str(canonical["href"]).startswith("https://somebody.github.io/their-fork/")


MISTAKES = {
    "missing snippet": ("pots/soup.py", "pots/rice.py"),
    "missing section": ("pots/soup.py", "pots/soup.py:serving"),
    "unknown figure": ("[[pots/soup @ served]]", "[[pots/gone]]"),
    "dead link": ("(../index.md)", "(gone.md)"),
}


@pytest.mark.parametrize(("good", "bad"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_on_a_page_is_told_and_the_last_site_is_kept(
    tmp_path: Path, good: str, bad: str
) -> None:
    assert good in FILES[PAGE]
    changed = FILES[PAGE].replace(good, bad, 1)
    copy = small_project(tmp_path / "project", {**FILES, PAGE: changed})
    (copy / "site").mkdir()
    (copy / "site/index.html").write_text("the last good one")
    number = next(n for n, line in enumerate(changed.splitlines(), 1) if bad in line)

    done = build(copy)

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    if bad != "(gone.md)":  # MkDocs itself tells of links, by page and link
        assert f"{PAGE}:{number}: " in done.stderr
    else:
        assert "pots/soup.md" in done.stderr
        assert "gone.md" in done.stderr
    assert (copy / "site/index.html").read_text() == "the last good one"
