"""What prose quotes of runs, and the badges that lead to tests."""

import base64
from pathlib import Path

import pytest
from pages import Pages, one


def test_figures_are_quoted_from_runs(pages: Pages) -> None:
    for name, wall in (("slow", 900_000), ("quick", 360_000)):
        pages.snippet(name)
        pages.capture(name, wall=wall)
    text = "[[pots/slow]], [[pots/slow / pots/quick]], [[pots/slow @ three]], `[[pots/slow]]`\n"
    soup = pages.html(text)
    assert [data.text for data in soup.select("data")] == ["0.90\xa0s", "2.5", "0.25\xa0s"]
    assert [float(str(data["value"])) for data in soup.select("data")] == [0.9, 2.5, 0.25]
    assert "slow.py" in str(soup.select("data")[0]["title"])
    assert one(soup, "code").text == "[[pots/slow]]"


def test_a_figure_of_a_run_that_is_not_recorded_says_so(pages: Pages) -> None:
    pages.snippet()
    assert one(pages.html("[[pots/say]]\n"), "data.missing").text == "(not recorded yet)"


def test_a_moment_of_no_line_is_told_even_before_it_is_recorded(pages: Pages) -> None:
    pages.snippet(expected="$ python say.py\none\n")
    assert pages.html("[[pots/say @ one]]\n").select("data.missing")
    with pytest.raises(Exception, match=r"page\.md:1: .*say\.out: has no line with 'gone'"):
        pages.html("[[pots/say @ gone]]\n")


def test_the_time_between_two_lines_is_quoted(pages: Pages) -> None:
    pages.snippet()
    pages.capture()
    assert one(pages.html("[[pots/say @ one .. three]]\n"), "data").text == "0.15\xa0s"


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_line_is_quoted_whole_as_code(pages: Pages, quote: str) -> None:
    pages.snippet()
    pages.capture()
    text = f"- [[{quote}<one>{quote} in pots/say]]\n"
    code = one(pages.html(text), "code")
    assert code.text == "<one> & 'two'"
    assert "say.py" in str(code["title"])
    assert code["class"] == ["quoted", "stdout"]


LINES = """\
$ python say.py
  | soup.py:12: RuntimeWarning: coroutine 'salt' was never awaited
Executing <Task pending name='soup' coro=<cook()>> took 0.301 seconds
"""
SHORTENED = {
    "never awaited": "RuntimeWarning: coroutine 'salt' was never awaited",
    "Executing <Task … took": "Executing <Task … took 0.301 seconds",
    "Warning: … 'salt'": "RuntimeWarning: … 'salt' was never awaited",
}


@pytest.mark.parametrize(("text", "shown"), SHORTENED.items())
def test_a_line_is_quoted_without_its_place_and_what_is_left_out(
    pages: Pages, text: str, shown: str
) -> None:
    pages.snippet(expected=LINES)
    assert one(pages.html(f'# [["{text}" in pots/say]]\n'), "h1 code").text == shown


def test_before_it_is_recorded_the_expected_line_is_quoted(pages: Pages) -> None:
    pages.snippet(expected="$ python say.py\n  three bowls\n")
    assert one(pages.html('[["three" in pots/say]]\n'), "code").text == "three bowls"


def test_of_what_has_not_run_at_all_the_words_themselves_are_shown(pages: Pages) -> None:
    pages.snippet()
    assert one(pages.html('[["three" in pots/say]]\n'), "code").text == "three"


@pytest.fixture
def proof(pages: Pages) -> Path:
    """A test that proves a page."""
    folder = pages.snippets.parent / "tests/pitfalls"
    folder.mkdir(parents=True)
    (folder / "test_cold_soup.py").write_text("def test_soup(): ...\n")
    return folder / "test_cold_soup.py"


def test_a_badge_leads_to_the_test_where_the_sources_are(pages: Pages, proof: Path) -> None:
    soup = pages.html("[[test pitfalls/cold_soup]]\n", source_url="https://host/main/")
    badge = one(soup, "a.proven")
    assert badge["href"] == f"https://host/main/tests/pitfalls/{proof.name}"
    assert badge.text == "proven by test_cold_soup.py"


def test_where_nobody_knows_that_a_badge_holds_the_test_itself(pages: Pages, proof: Path) -> None:
    badge = one(pages.html("[[test pitfalls/cold_soup]]\n"), "a.proven")
    assert badge["download"] == proof.name
    _, _, content = str(badge["href"]).partition(";base64,")
    assert base64.b64decode(content) == proof.read_bytes()


WRONG = {
    "figure of no run": ("[[pots/gone]]", "pots/gone.py: there is no such file"),
    "figure of no line": ("[[pots/say @ gone]]", "printed no line with 'gone'"),
    "figure of three": ("[[pots/say / pots/say / pots/say]]", "a ratio of two"),
    "from no line": ("[[pots/say @ gone .. three]]", "printed no line with 'gone'"),
    "to no line": ("[[pots/say @ three .. gone]]", "printed no line with 'gone'"),
    "to a third line": ("[[pots/say @ one .. three .. one]]", "a figure is of one run"),
    "lines of two runs": ("[[pots/say / pots/say @ one]]", "a figure is of one run"),
    "line that was not printed": ('[["gone" in pots/say]]', "printed no line with 'gone'"),
    "line of no run": ('[["one" in pots/gone]]', "pots/gone.py: there is no such file"),
    "badge of no test": ("[[test pitfalls/gone]]", "test_gone.py: there is no such test"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_by_page_and_line(pages: Pages, text: str, told: str) -> None:
    pages.snippet()
    pages.capture()
    with pytest.raises(Exception, match=r"page\.md:3: ") as caught:
        pages.html(f"# Title\n\nThat is {text}.\n")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
