"""A folder of pages, served on loopback and opened in real Chromium."""

import functools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from playback.snippet import ROOT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from playwright.sync_api import Error as PlaywrightError

AXE = ROOT / "node_modules/axe-core/axe.min.js"
Scheme = Literal["light", "dark"]
SCREENS = {"desktop": (1280, 800), "phone": (360, 740)}


class Tab(NamedTuple):
    """A tab, and what it is like."""

    page: Page
    like: str


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; gives its address, without a slash at the end."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@dataclass(frozen=True)
class Chromium:
    """A browser and the tabs that no test has open now, by what they are like."""

    browser: Browser
    idle: dict[str, list[Tab]] = field(default_factory=dict)

    def tab(self, screen: str, scheme: Scheme, **how: Any) -> Tab:
        """An empty tab of that size and colour scheme; a new process costs more than a page."""
        like = repr(sorted(how.items()))
        if self.idle.get(like):
            tab = self.idle[like].pop()
        else:
            tab = Tab(self.browser.new_context(**how).new_page(), like)
        look(tab.page, screen, scheme)
        return tab

    def close(self, tab: Tab) -> None:
        """Leave the page, and what it kept, so that another test can have the tab."""
        if tab.page.is_closed():
            return
        if "java_script_enabled" not in tab.like:
            tab.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        tab.page.goto("about:blank")
        self.idle.setdefault(tab.like, []).append(tab)


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Chromium; where it cannot be had, the tests are left out, but not in CI."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or None,
                args=["--disable-background-networking", "--disable-component-update"],
                chromium_sandbox=False,
            )
        except PlaywrightError as error:
            reason = f"no Chromium could be started: {str(error).splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(f"{reason}; scripts/test installs one where it can")
        yield Chromium(browser)
        browser.close()


def resize(page: Page, screen: str) -> None:
    """Give a page that size."""
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})


PALETTES: dict[Scheme, str] = {"light": "default", "dark": "slate"}


def look(page: Page, screen: str, scheme: Scheme) -> None:
    """Give a page that size and colour scheme.

    A page asks for the reader's scheme once, as it opens; one that is open is switched as they do.
    """
    resize(page, screen)
    page.emulate_media(color_scheme=scheme)
    switch = page.locator(f"input[name=__palette][data-md-color-scheme={PALETTES[scheme]}]")
    if switch.count():
        switch.dispatch_event("click")
        page.wait_for_selector(f"body[data-md-color-scheme={PALETTES[scheme]}]")


Open = Callable[..., Page]

# the search, of nothing: with all of the site, each page spends a third of its time on it
NOTHING = {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": []}


@contextmanager
def opener(browser: Chromium, address: str) -> Iterator[Open]:
    """Open pages of a site; afterwards, nothing may have gone wrong or gone elsewhere.

    On a page that is not opened to `search`, nothing is found.
    """
    tabs: list[Tab] = []
    wrong: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    def fail(error: PlaywrightError) -> None:
        wrong.append(str(error))

    def ask(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"request to {request.url}")

    def open_page(
        path: str,
        screen: str = "desktop",
        scheme: Scheme = "light",
        *,
        search: bool = False,
        **how: Any,
    ) -> Page:
        tab = browser.tab(screen, scheme, **how)
        tabs.append(tab)
        if not search:
            tab.page.route("**/search_index.json", lambda route: route.fulfill(json=NOTHING))
        for event, listener in (("console", hear), ("pageerror", fail), ("request", ask)):
            tab.page.on(event, listener)  # type: ignore[call-overload]  # one of three
        tab.page.goto(address + path, wait_until="load")
        tab.page.evaluate("document.fonts.ready.then(() => true)")
        return tab.page

    yield open_page
    for tab in tabs:
        for event, listener in (("console", hear), ("pageerror", fail), ("request", ask)):
            tab.page.remove_listener(event, listener)
        tab.page.unroute_all()
        browser.close(tab)
    assert not wrong


ALIKE = """() => {
    const seen = new Set();
    const tokens = [...document.querySelectorAll(".highlight code span")];
    for (const token of tokens.reverse()) {  // first those within a line, then the line
        const look = `${token.className} in ${token.closest(".hll") ? "a marked line" : "code"}`;
        if (token.children.length === 0 && seen.has(look)) token.replaceWith(token.textContent);
        else seen.add(look);
    }
}"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, a line each.

    Of tokens and lines of code that look alike one stands for all: axe would take twice as long.
    """
    page.evaluate(ALIKE)
    page.add_script_tag(path=AXE)
    found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))
