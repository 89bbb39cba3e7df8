"""The servers that tests of several pages share, one for each module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.graphs import serve_hostile
from tests.serve.server import Server, running


@pytest.fixture(scope="module")
def server(articles: Path) -> Iterator[Server]:
    """Yield a server of the sample articles; modules that ask other graphs have a fixture of their own."""
    with running(articles) as server:
        yield server


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server of a graph in which every text is an attack."""
    with running(serve_hostile(tmp_path_factory.mktemp("hostile"))) as server:
        yield server
