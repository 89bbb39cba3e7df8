"""Visit the pages of a server in real Chromium, and insist on what must never happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext

from tests.serve.server import Server
from tests.view.browser import Tab


@contextmanager
def visit(context: BrowserContext, server: Server, path: str, *, scripts: bool = True) -> Iterator[Tab]:
    """Yield a page that is ready; insist at its end that it asked nobody else, ran and complained of nothing.

    Chromium complains of what the page's policy forbids, so that a policy which is too narrow is an error as well.
    """
    origin = server.url.removesuffix("sparql")
    tab = Tab(context.new_page())
    tab.page.on("request", lambda request: tab.requests.append(request.url))
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on("console", lambda entry: _complain(tab, entry))

    def dismiss(dialog: Any) -> None:
        tab.dialogs.append(dialog.message)
        dialog.dismiss()

    tab.page.on("dialog", dismiss)
    tab.page.goto(origin.removesuffix("/") + path)
    if scripts:
        tab.wait("document.documentElement.dataset.ready")
    try:
        yield tab
        tab.page.wait_for_timeout(50)
        assert (tab.errors, tab.dialogs) == ([], []), (tab.errors, tab.dialogs)
        assert [url for url in tab.requests if not url.startswith((origin, "blob:"))] == []
    finally:
        tab.page.close()


def _complain(tab: Tab, entry: Any) -> None:
    """Note an error; a status that the server answers with is none, the pages tell it."""
    if entry.type == "error" and not entry.text.startswith("Failed to load resource: the server responded"):
        tab.errors.append(entry.text)
