"""Open pages in real Chromium, without a net, and keep what must never happen: requests, errors, dialogs."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
PATIENCE = 30.0
"""Seconds to wait for something that must become true; the machine may be busy."""


@cache
def chromium() -> str | None:
    """Return the path of a Chromium: KG_CHROMIUM, or one of the usual names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def require_chromium() -> str:
    """Return Chromium's path; skip the test loudly without it, or fail if KG_REQUIRE_BROWSER is 1."""
    found = chromium()
    if found:
        return found
    reason = "NO CHROMIUM: the page was not tested. Install chromium or set KG_CHROMIUM to its path."
    if os.environ.get("KG_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def browser(**settings: Any) -> Iterator[BrowserContext]:
    """Yield a browser with a new profile."""
    path = require_chromium()
    options: dict[str, Any] = {"viewport": {"width": 1300, "height": 800}, "color_scheme": "light"} | settings
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=path, headless=True, args=list(FLAGS), accept_downloads=True, **options
        )
        try:
            yield context
        finally:
            context.close()


@dataclass
class Tab:
    """A page in the browser with all that it asked for, complained of, and popped up."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def run(self, script: str, argument: object = None) -> Any:
        """Run a script in the page; CDP is exempt from the page's policy, so `eval` works here alone."""
        return self.page.evaluate(script, argument)

    def wait(self, script: str, argument: object = None) -> Any:
        """Wait until the script yields something true. `wait_for_function` would be stopped by the page's policy."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            value = self.run(script, argument)
            if value:
                return value
            self.page.wait_for_timeout(30)
        message = f"never true: {script}; errors: {self.errors}"
        raise AssertionError(message)

    def thing(self, label: str) -> int:
        """Return the number of the entity with this label."""
        found = self.run(
            "label => [...kgPage.model.type.keys()].filter((thing) => kgPage.model.label(thing) === label)",
            label,
        )
        assert len(found) == 1, (label, found)
        return int(found[0])

    def place(self, label: str) -> tuple[float, float]:
        """Return where an entity stands in the window, in the present view."""
        spot = self.run("thing => kgPage.view().placeOf(thing)", self.thing(label))
        return spot["x"], spot["y"]

    def panel(self) -> str:
        """Return the text of the panel as a reader sees it."""
        return self.page.inner_text("#panel")


def watch(page: Page) -> Tab:
    """Return the page with what it asks for, complains of and pops up from now on."""
    tab = Tab(page)
    tab.page.on("request", lambda request: tab.requests.append(request.url))
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on("console", lambda entry: tab.errors.append(entry.text) if entry.type == "error" else None)

    def dismiss(dialog: Any) -> None:
        tab.dialogs.append(dialog.message)
        dialog.dismiss()

    tab.page.on("dialog", dismiss)
    return tab


def open_tab(context: BrowserContext, path: Path, *, fragment: str = "") -> Tab:
    """Open the page and wait until it is ready and its picture stands still."""
    tab = watch(context.new_page())
    tab.page.goto(path.as_uri() + fragment)
    tab.wait("document.documentElement.dataset.ready")
    tab.wait("kgPage.isStill()")
    return tab


def watched(context: BrowserContext, path: Path, *, fragment: str = "") -> Iterator[Tab]:
    """Yield the page, and afterwards insist that it ran nothing, asked for nothing and complained of nothing."""
    tab = open_tab(context, path, fragment=fragment)
    yield tab
    assert (tab.errors, tab.dialogs) == ([], []), (tab.errors, tab.dialogs)
    outside = [url for url in tab.requests if not url.startswith(("file:", "blob:"))]
    assert outside == [], outside
    tab.page.close()
