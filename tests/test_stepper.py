"""Stepping through a run in real Chromium: by keyboard, mouse and touch, in light and dark."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import SCREENS, Chromium, Open, opener, overflow, served, violations
from pages import without_markers
from playback.run import Lane, Made, Mark, Output, Run, Span
from playback.snippet import ROOT
from playback.timeline.axis import axis_total, position
from playback.trace import as_trace
from playwright.sync_api import Locator, Page
from project import small_project

KIBIBYTE = 1024
SOURCE = '''# /// script
# requires-python = ">=3.11"
# dependencies = ["aiohttp"]
# ///
"""Soup and rice."""

import asyncio


# --8<-- [start:cook]
async def cook(dish: str, seconds: float) -> None:
    await asyncio.sleep(seconds)  # (1)!
    print(dish, "100% & <hot>")


# --8<-- [end:cook]
async def main() -> None:
    await asyncio.gather(cook("soup", 0.3), cook("rice", 0.1))
'''
RAN = without_markers(SOURCE)
WAIT, PRINT, GATHER = (
    1 + next(place for place, line in enumerate(RAN.splitlines()) if text in line)
    for text in ("asyncio.sleep", "print(", "asyncio.gather")
)
PAGE = """# Dinner

```python
--8<-- "pots/dinner.py"
```

1. The pot is on.

## Alone

```python code="off" output="off"
--8<-- "pots/other.py"
```

```python timeline="off"
--8<-- "pots/other.py"
```

## A race

```race
pots/dinner.py
pots/other.py
```
"""


def dinner(name: str = "dinner", wall: int = 310_000) -> Run:
    """A run in which rice is ready at 0.10 s and soup at the end."""
    made = Made("3.13.0", "CPython", "Linux", {}, "2026-11-02T10:00:00", 3)
    wait, cooked, gather = [("cook", WAIT)], [("cook", PRINT)], [("main", GATHER)]
    end = wall - 10_000
    tasks = [("main", "Task-1", wall), ("cook", "soup", end), ("cook", "rice", 100_200)]
    return Run(
        f"{name}.py",
        RAN,
        0,
        wall,
        0,
        "real",
        made,
        output=[
            Output(100_100, "stdout", "rice 100% & <hot>", 4, PRINT),
            Output(end - 100, "stdout", "soup 100% & <hot>", 3, PRINT),
        ],
        lanes=[
            Lane("thread", "MainThread", "", "", None, None, None, 0, wall, "ok"),
            Lane("loop", "", "", "", None, 0, None, 0, wall, "ok"),
            *(Lane("task", it, fn, f"{fn}()", 0, 1, 17, 0, t1, "ok") for fn, it, t1 in tasks),
        ],
        spans=[
            Span(2, "run", 0, 50, gather),
            Span(2, "wait", 50, end + 100, gather, "gather"),
            Span(3, "run", 60, 100, wait),
            Span(3, "wait", 100, end - 200, wait, "sleep"),
            Span(4, "run", 110, 150, wait),
            Span(4, "wait", 150, 100_000, wait, "sleep"),
            Span(1, "idle", 150, 99_900, []),
            Span(4, "run", 100_000, 100_200, cooked),
            Span(1, "idle", 100_200, end - 300, []),
            Span(3, "run", end - 200, end, cooked),
            Span(2, "run", end + 100, end + 200, gather),
        ],
        marks=[
            Mark(3, end, "ok", ""),
            Mark(4, 100_200, "ok", ""),
            Mark(2, end + 200, "ok", ""),
        ],
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of one page with two listings and a race, served."""
    runs = [dinner("dinner", 310_000), dinner("other", 620_000)]
    files = {"docs/index.md": PAGE} | {f"snippets/pots/{run.file}": SOURCE for run in runs}
    project = small_project(tmp_path_factory.mktemp("stepper") / "project", files)
    for run in runs:
        capture = (project / "captures/pots" / run.file).with_suffix(".json")
        capture.parent.mkdir(parents=True, exist_ok=True)
        capture.write_text(run.to_json(), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": "scripts", "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    with served(project / "site") as root:
        yield root


Visit = Open


@pytest.fixture
def visit(browser: Chromium, address: str) -> Iterator[Visit]:
    """Open the page, and wait until it can be stepped."""
    with opener(browser, address) as open_page:

        def visit_page(*screen: str, **how: Any) -> Page:
            page = open_page("", *screen, **how)
            if how.get("java_script_enabled", True):
                page.locator(".stepper:not([hidden])").nth(2).wait_for()
                page.evaluate("document.fonts.ready")
            return page

        yield visit_page


class Stepper:
    """One figure's stepper, and what it changes."""

    def __init__(self, page: Page, place: int = 0) -> None:
        self.page = page
        self.figure = page.locator("figure:has(.stepper)").nth(place)
        self.slider = self.figure.locator("input[type=range]")
        self.told = self.figure.locator(".told")
        self.cursor = self.figure.locator(".cursor")
        self.rows = self.figure.locator(".story > li")

    def press(self, *keys: str) -> None:
        """Press those keys in the slider."""
        self.slider.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def moment(self) -> int:
        """The moment that the slider is at."""
        return int(self.slider.input_value())

    def lines(self, how: str) -> list[str]:
        """The code of the lines that are so marked, anywhere on the page."""
        marked = self.page.locator(f".{how}").all_text_contents()
        return [text.split("  ")[0] for text in map(str.strip, marked)]  # a note comes after it

    def later(self) -> list[str]:
        """The lines of output that are not printed yet."""
        return self.figure.locator(".transcript .later samp").all_text_contents()

    def cursor_at(self) -> float:
        """Where the cursor stands, in percent of the drawing's width."""
        drawing, cursor = box(self.figure.locator(".drawing > svg")), box(self.cursor)
        middle = cursor["x"] + cursor["width"] / 2
        return 100 * (middle - drawing["x"]) / drawing["width"]


def box(part: Locator) -> dict[str, float]:
    """Where a part is on the page."""
    found = part.bounding_box()
    assert found
    return {key: round(float(str(value)), 2) for key, value in found.items()}


def test_a_stepper_changes_nothing_until_it_is_used(visit: Visit) -> None:
    page = visit()
    stepper = Stepper(page)
    assert stepper.slider.is_visible()
    assert stepper.told.inner_text() == "Step through the run"
    assert not stepper.cursor.is_visible()
    assert not page.get_by_role("button", name="Whole run").first.is_visible()
    assert not page.locator(".runs, .waits, .later").count()


def test_the_arrow_keys_go_from_moment_to_moment(visit: Visit) -> None:
    stepper = Stepper(visit())
    rows = stepper.rows.all()
    assert len(rows) > 5
    for row in rows:
        stepper.press("ArrowRight")
        said = row.locator("span").inner_text() if row.is_visible() else row.text_content() or ""
        assert " ".join(said.split()) == " ".join(stepper.told.inner_text().split())
        assert stepper.moment() == int(row.get_attribute("data-t") or "")
        spoken = stepper.slider.get_attribute("aria-valuetext") or ""
        assert " ".join(spoken.split()) == " ".join(said.split())
    stepper.press("ArrowRight")
    assert stepper.moment() == int(rows[-1].get_attribute("data-t") or ""), "there is no further"
    stepper.press("ArrowLeft")
    assert stepper.moment() == int(rows[-2].get_attribute("data-t") or "")
    stepper.press("Home")
    assert stepper.moment() == int(rows[0].get_attribute("data-t") or "")
    stepper.press("End")
    assert stepper.moment() == int(rows[-1].get_attribute("data-t") or "")


def test_the_cursor_and_the_thumb_stand_where_the_timeline_has_that_moment(visit: Visit) -> None:
    run = dinner()
    for screen in SCREENS:
        stepper = Stepper(visit(screen))
        for _ in range(6):
            stepper.press("ArrowRight")
            expected = position(stepper.moment(), axis_total([run]))
            assert stepper.cursor_at() == pytest.approx(expected, abs=0.4)
        slider = box(stepper.slider)
        thumb = 18  # pixels wide; its middle goes from 9 to 9 before the end
        along = stepper.moment() / axis_total([run])
        middle = slider["x"] + thumb / 2 + along * (slider["width"] - thumb)
        cursor = box(stepper.cursor)
        assert middle == pytest.approx(cursor["x"] + cursor["width"] / 2, abs=1)


def test_lines_that_run_and_lines_that_wait_are_marked_in_the_listing(visit: Visit) -> None:
    stepper = Stepper(visit())
    seen = []
    for _ in stepper.rows.all():
        stepper.press("ArrowRight")
        seen.append((stepper.lines("runs"), stepper.lines("waits")))
    lines = [line.strip().split("  ")[0] for line in RAN.splitlines()]
    wait, cooked, gather = (lines[number - 1] for number in (WAIT, PRINT, GATHER))
    assert seen[0] == ([], [gather])
    assert seen[1] == ([], [wait, gather])
    assert ([cooked], [wait, gather]) in seen
    assert seen[-1] == ([], [])


def test_marks_differ_by_more_than_colour(visit: Visit) -> None:
    page = visit()
    stepper = Stepper(page)
    stepper.press(*["ArrowRight"] * 4)
    shape = "(part, which) => getComputedStyle(part, which).clipPath"
    running = page.locator(".runs").first
    assert "polygon" in running.evaluate(shape, "::before")
    assert page.locator(".waits").first.evaluate(shape, "::after") == "none"
    assert (
        page.locator(".waits").first.evaluate(
            "part => getComputedStyle(part, '::after').borderLeftWidth"
        )
        != "0px"
    )


def test_what_is_not_printed_yet_is_dimmed_and_nothing_moves(visit: Visit) -> None:
    stepper = Stepper(visit())
    places = (".highlight", ".output", ".drawing")
    stepper.slider.focus()  # which may scroll the page
    before = [box(stepper.figure.locator(place)) for place in places]
    stepper.press("ArrowRight")
    first = box(stepper.figure)
    assert stepper.later() == ["rice 100% & <hot>", "soup 100% & <hot>"]
    while len(stepper.later()) == 2:
        stepper.press("ArrowRight")
    assert stepper.later() == ["soup 100% & <hot>"]
    stepper.press("End")
    assert stepper.later() == []
    assert box(stepper.figure) == first
    assert [box(stepper.figure.locator(place)) for place in places] == before


@pytest.mark.parametrize("how", ["Escape", "Whole run"])
def test_the_whole_run_comes_back(visit: Visit, how: str) -> None:
    page = visit()
    stepper = Stepper(page)
    stepper.press("ArrowRight", "ArrowRight")
    assert page.locator(".runs, .waits").count()
    if how == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Whole run").focus()
        page.keyboard.press("Enter")
    assert not page.locator(".runs, .waits, .later, .now").count()
    assert not stepper.cursor.is_visible()
    assert stepper.moment() == 0
    assert stepper.told.inner_text() == "Step through the run"
    assert stepper.slider.evaluate("slider => slider === document.activeElement")


def test_the_buttons_step_and_say_the_moment(visit: Visit) -> None:
    page = visit()
    stepper = Stepper(page)
    page.get_by_role("button", name="Next moment").first.click()
    page.get_by_role("button", name="Next moment").first.click()
    second = stepper.told.inner_text()
    assert stepper.told.get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="Previous moment").first.click()
    assert stepper.told.inner_text() != second
    stepper.press("ArrowRight")
    assert stepper.told.get_attribute("aria-live") == "off", "the slider speaks for itself"


def test_the_slider_is_dragged_with_a_mouse(visit: Visit) -> None:
    page = visit()
    stepper = Stepper(page)
    stepper.slider.scroll_into_view_if_needed()
    slider = box(stepper.slider)
    middle = slider["y"] + slider["height"] / 2
    page.mouse.move(slider["x"] + 9, middle)
    page.mouse.down()
    told = set()
    for step in range(1, 11):
        page.mouse.move(slider["x"] + 9 + step / 10 * (slider["width"] - 10), middle)
        told.add(stepper.told.inner_text())
    page.mouse.up()
    assert len(told) >= 3
    assert stepper.moment() == axis_total([dinner()])
    assert "The program ends." in stepper.told.inner_text()


def test_the_slider_is_dragged_with_a_finger(visit: Visit) -> None:
    page = visit("phone", has_touch=True, is_mobile=True)
    stepper = Stepper(page)
    stepper.slider.scroll_into_view_if_needed()
    slider = box(stepper.slider)
    middle = slider["y"] + slider["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, share: float | None) -> None:
        x = slider["x"] + 9 + (share or 0) * (slider["width"] - 18)
        points = [] if share is None else [{"x": x, "y": middle}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0)
    for step in range(1, 6):
        touch("touchMove", step / 10)
    touch("touchEnd", None)
    half = axis_total([dinner()]) / 2
    assert stepper.moment() == pytest.approx(half, rel=0.05)
    assert "rice is done" in stepper.told.inner_text()
    assert stepper.cursor.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_stepped_page_is_sound(visit: Visit, screen: str, scheme: str) -> None:
    page = visit(screen, scheme)
    for place in range(3):
        Stepper(page, place).press(*["ArrowRight"] * 3)
    for summary in page.locator(".provenance summary").all():
        summary.click()
    assert overflow(page) <= 0
    assert violations(page) == []
    for part in page.locator(".stepper :is(button, input)").all():
        if part.is_visible():
            assert min(box(part)["width"], box(part)["height"]) >= 24


def test_focus_is_seen(visit: Visit) -> None:
    page = visit()
    for part in page.locator(".stepper").first.locator("input, button:not([hidden])").all():
        part.scroll_into_view_if_needed()
        page.keyboard.press("Tab")
        around = box(part)
        clip: Any = {
            "x": around["x"] - 5,
            "y": around["y"] - 5,
            "width": around["width"] + 10,
            "height": around["height"] + 10,
        }
        part.evaluate("part => part.blur()")
        before = page.screenshot(clip=clip)
        part.focus()
        assert page.screenshot(clip=clip) != before


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_by_itself(visit: Visit, motion: str) -> None:
    page = visit(reduced_motion=motion)
    stepper = Stepper(page)
    stepper.press("ArrowRight")
    scrolled = page.evaluate("scrollY")
    stepper.press("ArrowRight", "End", "Home")
    assert page.evaluate("scrollY") == scrolled
    moving = page.evaluate(
        """() => [...document.querySelectorAll(".stepper *, .cursor, .runs, .waits, .later")]
            .filter((part) => parseFloat(getComputedStyle(part).transitionDuration) > 0
                || getComputedStyle(part).animationName !== "none")
            .map((part) => part.outerHTML)"""
    )
    assert not moving


def test_a_timeline_alone_marks_the_listing_of_that_name(visit: Visit) -> None:
    page = visit()
    stepper = Stepper(page, 1)
    assert not stepper.figure.locator(".highlight").count()
    stepper.press(*["ArrowRight"] * 4)
    listing = page.locator("figure:has(.highlight)").nth(1)
    assert listing.locator(".file").inner_text() == "other.py"
    assert listing.locator(".runs").count() == page.locator(".runs").count() == 1


def test_a_race_says_what_each_run_does_and_marks_no_code(visit: Visit) -> None:
    page = visit()
    stepper = Stepper(page, 2)
    stepper.press("End")
    total = axis_total([dinner(), dinner("other", 620_000)])
    assert stepper.cursor_at() == pytest.approx(position(stepper.moment(), total), abs=0.4)
    lines = stepper.told.locator("p").all_inner_texts()
    assert [line.split()[0] for line in lines] == ["dinner.py", "other.py"]
    assert all("The program ends." in line for line in lines)
    assert not page.locator(".runs, .waits, .later").count()


def test_a_marked_listing_is_still_copied_whole_and_has_its_notes(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    Stepper(page).press(*["ArrowRight"] * 3)
    page.locator(".listing").first.locator("button[data-clipboard-target]").click()
    page.get_by_text("Copied to clipboard").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == RAN.replace("  # (1)!", "").strip()
    page.locator(".waits .md-annotation__index").click(force=True)  # it pulses
    page.locator("text=The pot is on. >> visible=true").first.wait_for()


def test_without_javascript_the_timeline_is_told_in_words(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    assert not page.locator(".stepper").first.is_visible()
    assert page.locator(".drawing > svg").first.is_visible()
    page.get_by_text("What happened, in words").first.click()
    assert page.get_by_text("rice is done.").first.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
def test_a_run_is_downloaded_as_it_is(visit: Visit, tmp_path: Path, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    run = dinner()
    for name, kind, content in (
        ("Run of dinner.py as JSON", "run", run.to_json()),
        ("Trace of dinner.py", "trace", as_trace(run)),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).first.click()
        assert download.value.suggested_filename == f"dinner.{kind}.json"
        download.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_text(encoding="utf-8") == content


def test_the_script_is_small() -> None:
    script = (ROOT / "docs/assets/stepper.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 3 * KIBIBYTE
