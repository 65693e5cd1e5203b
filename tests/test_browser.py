"""Each built page, opened in real Chromium as readers do: wide and narrow, light and dark."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from browsing import SCREENS, Chromium, Open, Scheme, opener, overflow, resize, violations
from bs4 import BeautifulSoup, Tag
from playback.snippet import ROOT
from playwright.sync_api import TimeoutError as PlaywrightTimeout

WAYS: dict[str, Scheme] = {"desktop": "light", "phone": "dark"}
PAGES = ["/404.html"]
for file in sorted((ROOT / "docs").rglob("*.md")):
    path = file.relative_to(ROOT / "docs").with_suffix("").as_posix()
    PAGES.append(f"/{path}/".replace("/index/", "/"))


Visit = Open


@pytest.fixture
def visit(browser: Chromium, address: str) -> Iterator[Visit]:
    """Open a page of the site."""
    with opener(browser, address) as open_page:
        yield open_page


@pytest.mark.parametrize("path", PAGES)
def test_page_is_sound(visit: Visit, path: str) -> None:
    turn = list(WAYS)[PAGES.index(path) % 2]  # as pages have parts in common
    for looked_at in WAYS if path == "/" else [turn]:
        page = visit(path, scheme=WAYS[looked_at])
        assert page.locator("h1").count() == 1
        for screen in SCREENS:
            resize(page, screen)
            assert overflow(page) <= 0, f"the page scrolls sideways on a {screen}"
            if screen == looked_at:
                assert violations(page) == [], f"{screen}, {WAYS[screen]}"


def test_nothing_is_cut_off_on_a_phone(visit: Visit) -> None:
    page = visit("/foundations/multitasking_chef/", "phone")
    outside = page.evaluate(
        """() => [...document.querySelectorAll(
            ".listing figcaption *, .transcript *, .provenance *, .md-content p, .md-content li"
        )].filter((part) => {
            const box = part.getBoundingClientRect();
            return box.width > 0 && (box.left < 0 || box.right > innerWidth + 0.5);
        }).map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert not outside


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_cheat_sheet_prints_on_one_page_and_a_chapter_on_as_many_as_it_takes(
    visit: Visit, paper: str
) -> None:
    def pages(path: str) -> int:
        return len(re.findall(rb"/Type\s*/Page\b", visit(path).pdf(format=paper)))

    assert pages("/conclusion/cheat_sheet/") == 1
    assert pages("/conclusion/glossary/") > 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_reads_in_the_dark_prints_ink_on_paper(visit: Visit, scheme: str) -> None:
    page = visit("/foundations/tasks/", scheme=scheme)
    page.emulate_media(media="print")
    inks = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, p")]
            .map((part) => getComputedStyle(part).color.match(/\\d+/g).map(Number))"""
    )
    card = page.evaluate("getComputedStyle(document.body).getPropertyValue('--kitchen-card')")
    page.emulate_media(media="null")
    assert inks
    assert all(max(ink[:3]) < 128 for ink in inks)
    assert card == "#fffdf8"


def test_the_copy_button_copies_the_file(visit: Visit) -> None:
    page = visit("/foundations/sequential_chef/", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".listing").nth(1).locator("button[data-clipboard-target]").click()
    page.get_by_text("Copied to clipboard").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    file = ROOT / "snippets/sequential_chef/download_one_by_one.py"
    assert copied.strip() == file.read_text(encoding="utf-8").strip()
    assert "# /// script" in copied


def test_the_file_can_be_downloaded(visit: Visit, tmp_path: Path) -> None:
    page = visit("/foundations/sequential_chef/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download one_pot_at_a_time.py").click()
    download.value.save_as(tmp_path / "got.py")
    original = ROOT / "snippets/sequential_chef/one_pot_at_a_time.py"
    assert (tmp_path / "got.py").read_bytes() == original.read_bytes()


def test_the_script_header_unfolds_by_keyboard(visit: Visit) -> None:
    page = visit("/foundations/sequential_chef/")
    header = page.locator(".script-header").first
    assert not header.is_visible()
    page.get_by_label("script header").focus()
    page.keyboard.press("Space")
    assert header.is_visible()


def test_the_page_reads_without_javascript(visit: Visit) -> None:
    page = visit("/foundations/sequential_chef/", java_script_enabled=False)
    assert page.locator(".transcript").get_by_text("pasta: drained").is_visible()
    assert page.locator(".transcript time").first.is_visible()
    page.get_by_text("Run it yourself").first.click()
    assert page.get_by_text("uv run one_pot_at_a_time.py").is_visible()


def test_both_dinners_are_seen_without_scrolling(visit: Visit) -> None:
    for screen, (_, height) in SCREENS.items():
        page = visit("/", screen)
        drawing = page.locator("svg.timeline")
        seen = drawing if screen == "desktop" else drawing.locator(".heading").last
        box = seen.bounding_box()
        assert box
        assert box["y"] + box["height"] <= height, screen


FOUND = """[...document.querySelectorAll(".md-search-result__item > a:first-child")]
    .slice(0, 2).map(({pathname}) => pathname)"""


def test_who_searches_for_an_error_finds_its_pitfall(visit: Visit, site: Path) -> None:
    index = BeautifulSoup((site / "pitfalls/index.html").read_text("utf-8"), "html.parser")
    symptoms = {heading.text.rstrip("¶"): heading for heading in index.select("article h3")}
    assert len(symptoms) >= 10
    page = visit("/", search=True)
    box = page.locator("input.md-search__input")
    for symptom, heading in symptoms.items():
        said = symptom.replace("fetch_salt", "main").replace("…", "Task-1")  # as a reader's own
        below = heading.find_next_sibling("p")
        assert isinstance(below, Tag)
        leads = "/pitfalls/" + str(below.select("a")[-1]["href"]).rstrip("/") + "/"
        box.click()
        box.fill("")
        page.wait_for_function(f"!({FOUND}).length")  # what was found before is gone
        box.fill(said[:-1])
        box.press_sequentially(said[-1])
        with suppress(PlaywrightTimeout):  # which tells less than what was found
            page.wait_for_function(
                f"leads => ({FOUND}).some(it => leads.includes(it))",
                arg=[leads, "/pitfalls/"],
                timeout=10_000,
            )
        found = page.evaluate(FOUND)
        assert {leads, "/pitfalls/"} & set(found), f"{symptom}: {found}"
