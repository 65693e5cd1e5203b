"""What no page may say by hand, and what a pitfall's page must have."""

import re
from pathlib import Path

import pytest
from playback.snippet import ROOT

PAGES = sorted((ROOT / "docs").rglob("*.md"))
PITFALLS = [page for page in PAGES if page.parent.name == "pitfalls" and page.stem != "index"]
NOT_PROSE = re.compile(
    r"^ *(```+|~~~+).*?^ *\1[`~]*$|`[^`\n]+`|\[\[.*?\]\]|\]\([^)]*\)|<[^>]*>",
    re.MULTILINE | re.DOTALL,
)
QUANTITY = re.compile(
    r"(?<![\w.-])\d[\d.,]*[\s-]?(?:s|ms|µs|seconds?|milliseconds?|minutes?|times|%|per cent|"
    r"bytes|[kMG]i?B|requests|connections|tasks|threads)\b"
)


def prose(text: str) -> str:
    """The text of a page without code, quotes of runs, addresses and tags; lines are kept."""
    return NOT_PROSE.sub(lambda found: "\n" * found[0].count("\n"), text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_no_measured_quantity_is_typed_by_hand(page: Path) -> None:
    text = prose(page.read_text(encoding="utf-8"))
    typed = [
        f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}: {found[0]!r} is "
        "typed by hand; quote it from a run, [[chapter/name]], or say it in words"
        for found in QUANTITY.finditer(text)
    ]
    assert not typed


def test_quantities_are_found_in_prose_alone() -> None:
    text = "It took 0.3 s, or 2.4 times\n[[a / b]] `sleep(0.3 s)` 3 cooks, 3.11, [x](y/5s)\n"
    text += "```\n5 s\n```\n"
    assert QUANTITY.findall(prose(text)) == ["0.3 s", "2.4 times"]
    assert prose(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("page", PITFALLS, ids=lambda page: page.stem)
def test_a_pitfall_is_shown_broken_and_mended_and_is_proven(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"\[\[test ([\w/]+)\]\]", text) == [f"pitfalls/{page.stem}"]
    test = (ROOT / f"tests/pitfalls/test_{page.stem}.py").read_text(encoding="utf-8")
    named = set(re.findall(r"[\"'](\w+/\w+)[\"']", test))
    shown = set(re.findall(r'^--8<-- "([\w/]+)\.py"$', text, re.MULTILINE))
    assert "@demo(" in test
    assert len(named & shown) >= 2, "it proves two programs of the page, broken and fixed"
    assert "## How to find it in your own code" in text


def test_the_index_leads_to_every_pitfall() -> None:
    index = (ROOT / "docs/pitfalls/index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\((\w+)\.md[)#]", index))
    assert {page.stem for page in PITFALLS} <= linked
