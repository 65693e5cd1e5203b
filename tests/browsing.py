"""A folder of pages, served on loopback and opened in real Chromium."""

import functools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playback.snippet import ROOT
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

AXE = ROOT / "node_modules/axe-core/axe.min.js"
SCREENS = {"desktop": (1280, 800), "phone": (360, 740)}


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


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium; where it cannot be had, the tests are left out, but not in CI.

    While it is open, its thread has a running event loop.
    """
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
        yield browser
        browser.close()


Open = Callable[..., Page]


@contextmanager
def opener(browser: Browser, address: str) -> Iterator[Open]:
    """Open pages of a site; afterwards, nothing may have gone wrong or gone elsewhere."""
    contexts = []
    wrong: list[str] = []

    def open_page(path: str, screen: str = "desktop", scheme: Any = "light", **how: Any) -> Page:
        width, height = SCREENS[screen]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **how
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: wrong.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else wrong.append(f"request to {request.url}")
            ),
        )
        page.goto(address + path, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


ALIKE = """() => {
    const seen = new Set();
    for (const token of document.querySelectorAll(".highlight code span[class]")) {
        const look = `${token.className} in ${token.closest(".hll") ? "a marked line" : "code"}`;
        if (token.children.length === 0 && seen.has(look)) token.replaceWith(token.textContent);
        else seen.add(look);
    }
}"""


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page, a line each.

    Of tokens of code that look alike the first stands for all: axe would take twice as long.
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
