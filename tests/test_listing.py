"""The Markdown extension: what an inclusion becomes, and what wrong ones are told."""

import base64
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from pages import HEADER, SOURCE, Pages, include, one
from playback.trace import as_trace


def rows(soup: BeautifulSoup | Tag) -> list[str]:
    """The lines of the transcript."""
    return [row.get_text("|", strip=True) for row in soup.select(".transcript li")]


def test_an_inclusion_becomes_one_figure_with_title_code_output_and_provenance(
    pages: Pages,
) -> None:
    pages.snippet()
    pages.capture()
    soup = pages.html(f"Before.\n\n{include()}\nAfter.\n")
    figure = one(soup, "figure.listing")
    parts = [
        part.name + "." + ".".join(part.get("class") or [])
        for part in figure.children
        if isinstance(part, Tag)
    ]
    assert parts == ["figcaption.", "div.highlight", "div.output", "section.provenance"]
    assert one(figure, ".file").text == "say.py"
    assert one(figure, "code[id], pre code").text.startswith('"""Say two things."""')
    assert rows(figure) == ["0.10|<one> & 'two'", "0.25|stderr|three"]
    assert "CPython 3.13.0, requests 2.34 on Linux, the fastest of 3 runs" in figure.text
    assert "2 November 2026" in figure.text
    assert "python say.py" in figure.text
    assert "uv run say.py" in figure.text
    assert [p.text for p in soup.find_all("p", recursive=False)] == ["Before.", "After."]
    assert not re.search("[\ue000\ue001]", str(soup))


def test_what_is_copied_or_downloaded_is_the_file(pages: Pages) -> None:
    source = HEADER + SOURCE.replace("    # --8<-- [start:saying]\n", "").replace(
        "    # --8<-- [end:saying]\n", ""
    ).replace("  # (1)!", "")
    pages.snippet(source=source)
    figure = one(pages.html(include()), "figure.listing")
    assert figure["data-copy"] == source.rstrip("\n")
    link = one(figure, "a[download]")
    assert link["download"] == "say.py"
    assert base64.b64decode(str(link["href"]).partition(",")[2]).decode() == source


def test_marks_of_the_page_are_not_copied(pages: Pages) -> None:
    pages.snippet()
    copied = str(one(pages.html(include()), "figure.listing")["data-copy"])
    assert "8<" not in copied
    assert "(1)" not in copied
    assert 'print("three", file=sys.stderr)' in copied


def test_without_a_capture_the_expected_output_is_shown_and_said_to_be(pages: Pages) -> None:
    pages.snippet(expected="$ python say.py\none\ntwo\n")
    soup = pages.html(include())
    assert rows(soup) == ["one", "two"]
    assert "The expected output" in one(soup, ".provenance").text
    assert "Recorded" not in soup.text


def test_a_capture_of_an_older_source_is_not_shown(pages: Pages) -> None:
    pages.snippet(expected="$ python say.py\none\n")
    pages.capture(source=SOURCE + "# older\n")
    assert rows(pages.html(include())) == ["one"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"v": 1}', "null"])
def test_a_damaged_capture_is_as_none(pages: Pages, damage: str) -> None:
    pages.snippet(expected="$ python say.py\none\n")
    (pages.captures / "pots/say.json").write_text(damage)
    assert rows(pages.html(include())) == ["one"]


def test_without_any_output_the_page_says_so(pages: Pages) -> None:
    pages.snippet()
    soup = pages.html(include())
    assert not rows(soup)
    assert "--update-examples" in one(soup, ".provenance").text


def test_an_excerpt_is_said_to_be_one_and_leads_to_the_whole(pages: Pages) -> None:
    pages.snippet()
    pages.capture()
    soup = pages.html(include("pots/say.py:saying"), source_url="https://host/blob/main/")
    assert one(soup, ".excerpt").text == "excerpt: saying"
    assert one(soup, "pre code").text.splitlines()[0] == "print(\"<one> & 'two'\")"
    assert "import sys" not in one(soup, "pre").text
    assert not soup.select(".output")
    link = one(soup, "a[href^=https]")
    assert link["href"] == "https://host/blob/main/snippets/pots/say.py"
    assert one(soup, "a[download]")["download"] == "say.py"


@pytest.mark.parametrize(("name", "first"), [("main", "def main"), ("saying", "    print(")])
def test_lines_are_marked_by_name(pages: Pages, name: str, first: str) -> None:
    pages.snippet()
    marked = pages.html(include(attributes=f'hl_lines="{name}"')).select(".hll")
    assert marked[0].text.startswith(first)
    assert marked[-1].text.startswith('    print("three"')


def test_parts_are_switched_off(pages: Pages) -> None:
    pages.snippet()
    pages.capture()
    without_output = pages.html(include(attributes='output="off"'))
    assert not without_output.select(".output")
    assert without_output.select("pre")
    without_code = pages.html(include(attributes='code="off"'))
    assert without_code.select(".output")
    assert not without_code.select("pre")


def test_an_annotation_list_stays_beside_its_code(pages: Pages) -> None:
    pages.snippet()
    pages.capture()
    soup = pages.html(f"{include()}\n1. A note that\n    goes on.\n2. Another.\n\nProse.\n")
    figure = one(soup, "figure.listing")
    following = one(figure, ".highlight").find_next_sibling()
    assert isinstance(following, Tag)
    assert following.name == "ol"
    assert [item.text.split()[0] for item in following.select("li")] == ["A", "Another."]
    assert one(figure, ".output")
    assert "Prose." not in figure.text


@pytest.mark.parametrize(
    ("before", "inside"),
    [
        ("", ""),
        ("!!! note\n", "div.admonition"),
        ('=== "One"\n', "div.tabbed-block"),
        ("1. Step.\n", "ol > li"),
    ],
)
def test_a_listing_stands_wherever_a_fence_does(pages: Pages, before: str, inside: str) -> None:
    pages.snippet()
    pages.capture()
    indent = "    " if before else ""
    soup = pages.html(f"{before}\n{include(indent=indent)}\nEnd.\n")
    figure = one(soup, f"{inside} figure.listing")
    assert figure.select(".highlight")
    assert figure.select(".output")
    assert "--8<--" not in soup.text


def test_a_fold_marks_the_script_header_and_nothing_else(pages: Pages) -> None:
    pages.snippet(source=HEADER + SOURCE)
    soup = pages.html(include())
    folded = "".join(line.text for line in soup.select(".script-header"))
    assert folded == HEADER
    assert one(soup, ".fold input")["type"] == "checkbox"
    assert "pip install requests" in soup.text


def test_without_code_there_is_nothing_to_unfold(pages: Pages) -> None:
    pages.snippet(source=HEADER + SOURCE)
    assert not pages.html(include(attributes='code="off"')).select(".fold")


# The timeline of a run


def test_a_run_with_lanes_has_its_timeline_below_its_output(pages: Pages) -> None:
    pages.snippet()
    run = pages.capture(lanes=True)
    figure = one(pages.html(include()), "figure.listing")
    parts = [str(part["class"][0]) for part in figure.select(":scope > :is(div, section)")]
    assert parts == ["highlight", "output", "timeline-box", "provenance"]
    assert one(figure, ".timeline-box .drawing > svg")
    slider = one(figure, ".stepper input[type=range]")
    assert int(str(slider["max"])) >= run.wall
    assert one(figure, ".stepper").has_attr("hidden"), "it needs JavaScript"
    summaries = [summary.text for summary in figure.select(".provenance summary")]
    assert summaries == ["What happened, in words", "How to read this", "Run it yourself"]
    assert "The program stands still at line" in one(figure, ".words").text


def test_marked_lines_are_those_of_the_page(pages: Pages) -> None:
    pages.snippet()
    pages.capture(lanes=True)  # it stands still at the line that follows a section's mark
    soup = pages.html(include())
    [number] = {str(row["data-run"]) for row in soup.select(".story li") if row["data-run"]}
    line = one(soup, f"[id^=__span-][id$='-{number}']")
    assert line.text.strip().startswith("print(")


def test_a_run_can_be_taken_from_the_page_as_two_kinds_of_file(pages: Pages) -> None:
    pages.snippet()
    run = pages.capture(lanes=True)
    links = pages.html(include()).select(".provenance a[download]")
    assert [str(link["download"]) for link in links] == ["say.run.json", "say.trace.json"]
    start = "data:application/json,"
    assert all(str(link["href"]).startswith(start) for link in links)
    contents = [unquote(str(link["href"]).removeprefix(start)) for link in links]
    assert contents == [run.to_json(), as_trace(run)]
    assert not re.search(r"[\s<>#&']", "".join(str(link["href"]) for link in links))


@pytest.mark.parametrize(
    ("attributes", "parts"),
    [
        ('timeline="off"', ["highlight", "output", "provenance"]),
        ('output="off"', ["highlight", "timeline-box", "provenance"]),
        ('code="off"', ["output", "timeline-box", "provenance"]),
        ('code="off" output="off"', ["timeline-box", "provenance"]),
    ],
)
def test_any_part_of_a_listing_is_switched_off(
    pages: Pages, attributes: str, parts: list[str]
) -> None:
    pages.snippet()
    pages.capture(lanes=True)
    figure = one(pages.html(include(attributes=attributes)), "figure.listing")
    assert [str(part["class"][0]) for part in figure.select(":scope > :is(div, section)")] == parts
    assert bool(figure.select("svg")) == ("timeline-box" in parts)
    assert bool(figure.select(".story")) == ("timeline-box" in parts)
    assert "Recorded on" in one(figure, ".provenance").text


@pytest.mark.parametrize("lanes", [True, False], ids=["an excerpt", "a run without lanes"])
def test_there_is_nothing_of_a_timeline_where_there_is_none(pages: Pages, lanes: bool) -> None:
    pages.snippet()
    pages.capture(lanes=lanes)
    soup = pages.html(include("pots/say.py:saying" if lanes else "pots/say.py"))
    assert not soup.select("svg, .timeline-box, .stepper, .story, a[download$=json]")


def test_no_two_drawings_of_a_page_share_a_name(pages: Pages) -> None:
    for name in ("say", "other"):
        pages.snippet(name)
        pages.capture(name, lanes=True)
    soup = pages.html(f"{include()}\n{include('pots/other.py')}\n{race('say', 'other')}\n")
    names = [str(part["id"]) for part in soup.select("svg [id], svg[id]")]
    assert names
    assert len(names) == len(set(names))


def test_the_timeline_is_not_searched(pages: Pages) -> None:
    pages.snippet()
    pages.capture(lanes=True)
    soup = pages.html(include())
    for noise in soup.select("svg, .stepper, .story, .provenance"):
        assert noise.find_parent(attrs={"data-search-exclude": True}) or noise.has_attr(
            "data-search-exclude"
        )


# A race


def race(*names: str, indent: str = "") -> str:
    """The lines of a race of those snippets."""
    return "".join(f"{indent}{line}\n" for line in ["```race", *map(path_of, names), "```"])


def path_of(name: str) -> str:
    """How a page names that snippet."""
    return f"pots/{name}.py"


@pytest.mark.parametrize(("before", "indent"), [("", ""), ("!!! note\n\n", "    ")])
def test_a_race_is_one_figure_with_each_run_in_it(pages: Pages, before: str, indent: str) -> None:
    runs = []
    for name, wall in (("slow", 900_000), ("quick", 300_000)):
        pages.snippet(name)
        runs.append(pages.capture(name, wall=wall, lanes=True))
    soup = pages.html(f"{before}{race('slow', 'quick', indent=indent)}\nEnd.\n")
    figure = one(soup, "figure.listing.race")
    assert bool(figure.find_parent(class_="admonition")) == bool(indent)
    assert [file.text for file in figure.select("figcaption .file")] == ["slow.py", "quick.py"]
    assert len(figure.select(".drawing > svg")) == 1
    assert int(str(one(figure, "input[type=range]")["max"])) >= 900_000
    assert [str(story["data-file"]) for story in figure.select(".story")] == ["slow.py", "quick.py"]
    assert one(figure, ".provenance").text.count("Recorded on") == 1, "both on the same day"
    files = [str(link["download"]) for link in figure.select("a[download]")]
    assert files == [
        f"{name}.{kind}.json" for name in ("slow", "quick") for kind in ("run", "trace")
    ]
    assert not soup.find(string=re.compile("```|pots/"))


def test_runs_of_different_days_are_each_told(pages: Pages) -> None:
    for name in ("slow", "quick"):
        pages.snippet(name)
        pages.capture(name, lanes=True)
    file = pages.captures / "pots/slow.json"
    file.write_text(file.read_text().replace("2026-11-02", "2026-11-09"))
    told = one(pages.html(race("slow", "quick")), ".provenance").text
    assert "slow.py: Recorded on 9 November" in told
    assert "quick.py: Recorded on 2 November" in told


def test_a_race_that_is_not_recorded_says_how_to_record_it(pages: Pages) -> None:
    for name in ("slow", "quick", "other"):
        pages.snippet(name)
    pages.capture("quick", lanes=True)
    pages.capture("other", lanes=False)
    figure = one(pages.html(race("slow", "quick", "other")), "figure.race")
    assert "slow.py and other.py" in figure.text
    assert "scripts/capture" in figure.text
    assert not figure.select("svg, .stepper, .story, a[download]")


WRONG_RACES = {
    "unknown file": (race("say", "gone"), 2, "pots/gone.py: there is no such file"),
    "one only": (race("say"), 0, "race: takes two runs or more"),
    "none": ("```race\n\n```\n", 0, "race: takes two runs or more"),
    "a second time": (race("say", "other", "say"), 3, "say.py: is in this race already"),
    "attribute": (race("say", "other").replace("race", 'race title="a"'), 0, "has no attributes"),
    "not a path": (race("say", "other").replace("pots/o", '--8<-- "pots/o'), 2, "no such file"),
    "broken": (race("say", "broken"), 2, "broken.py:2: is not valid Python"),
    "never closed": (race("say", "gone").removesuffix("```\n"), 2, "there is no such file"),
}


@pytest.mark.parametrize(("text", "row", "told"), WRONG_RACES.values(), ids=WRONG_RACES.keys())
def test_what_is_wrong_in_a_race_is_told_by_its_line(
    pages: Pages, text: str, row: int, told: str
) -> None:
    for name in ("say", "other"):
        pages.snippet(name)
    pages.snippet("broken", "x = 1\ndef\n")
    (pages.docs / "another.md").write_text(include("pots/say.py"))
    with pytest.raises(Exception, match=r"page\.md:") as caught:
        pages.html(f"# Title\n\n{text}")
    message = str(caught.value)
    assert message.startswith(f"{pages.docs}/page.md:{3 + row}: "), message
    assert "another.md" not in message
    assert told in message
    assert "\n" not in message


def test_other_fences_are_left_as_they_are(pages: Pages) -> None:
    pages.snippet(expected="$ python say.py\none\n")
    text = (
        '```console\n--8<-- "pots/say.out"\n```\n\n'
        '```python no-run="why"\nx = 1\n```\n\n'
        "~~~~text\n```python\n~~~~\n"
    )
    soup = pages.html(text)
    assert [code.text for code in soup.select("pre code")] == [
        "$ python say.py\none\n",
        "x = 1\n",
        "```python\n",
    ]
    assert not soup.select("figure")
    assert "no-run" not in str(soup)


def test_a_converter_carries_nothing_from_page_to_page(pages: Pages) -> None:
    pages.snippet()
    pages.capture()
    converter = pages.converter()
    first = converter.convert(include())
    without = converter.reset().convert("No listing.\n")
    assert without == "<p>No listing.</p>"
    assert converter.reset().convert(include()) == first


WRONG: dict[str, tuple[str, str]] = {
    "missing snippet": (include("pots/gone.py"), "pots/gone.py: there is no such file"),
    "missing section": (include("pots/say.py:gone"), "has no section 'gone'"),
    "missing end": (include("pots/endless.py"), "endless.py:1: section 'x' never ends"),
    "missing start": (include("pots/startless.py"), "startless.py:1: section 'x' ends without"),
    "lines by number": (include("pots/say.py:3:5"), "not included by number"),
    "unknown name to mark": (include(attributes='hl_lines="gone"'), "names 'gone'; it has main"),
    "syntax error": (include("pots/broken.py"), "broken.py:2: is not valid Python"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_by_page_and_line(pages: Pages, text: str, told: str) -> None:
    pages.snippet()
    pages.capture()
    pages.snippet("endless", "# --8<-- [start:x]\n")
    pages.snippet("startless", "# --8<-- [end:x]\n")
    pages.snippet("broken", "x = 1\ndef\n")
    offset = 2 if text.startswith("```") else 1  # the inclusion is the fence's second line
    with pytest.raises(Exception, match=r"page\.md:") as caught:
        pages.html(f"# Title\n\n{text}")
    message = str(caught.value)
    assert f"docs/page.md:{2 + offset}: " in message
    assert told in message
    assert "\n" not in message
