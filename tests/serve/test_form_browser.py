"""The query page in real Chromium without JavaScript."""

import json
from pathlib import Path

import pytest

from tests.serve.graphs import HOSTILE, serve_named
from tests.serve.server import running
from tests.serve.visits import visit
from tests.view.browser import browser

pytestmark = pytest.mark.browser


def test_form_examples_and_downloads_work(tmp_path: Path) -> None:
    with (
        running(serve_named(tmp_path)) as server,
        browser(java_script_enabled=False) as context,
        visit(context, server, "/sparql", scripts=False) as tab,
    ):
        assert "YASGUI" not in tab.page.inner_text("main")
        tab.page.click("#examples summary")
        tab.page.click("#examples a:text-is('agencies')")
        assert "example=agencies" in tab.page.url
        assert "kg:agencyOf" in tab.page.input_value("#query")
        tab.page.click("#run")
        assert tab.page.inner_text("#answer p") == "2 rows."
        assert HOSTILE in tab.page.inner_text("#answer tbody")
        with tab.page.expect_download() as waiting:
            tab.page.click("#answer .downloads a:text-is('JSON')")
        assert len(json.loads(Path(waiting.value.path()).read_text())["results"]["bindings"]) == 2
        tab.page.fill("#query", "SELEC")
        tab.page.click("#run")
        assert "unexpected SELEC" in tab.page.inner_text("#answer [role=alert]")
