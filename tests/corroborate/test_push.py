"""A store that is kept in step gets the graph of conflicts, and loses it when the last one has ended."""

from pathlib import Path

from kg.compose import build
from kg.remote import Remote
from tests.corroborate.graph import BASE, SIX, six
from tests.remote.servers import oxigraph

CONFLICTS = f"{BASE}graph/conflicts"


def test_conflicts_go_to_the_store_and_leave_it(tmp_path: Path) -> None:
    with oxigraph(tmp_path / "server") as server:
        remote = Remote(server.url)
        assert CONFLICTS in six().push(remote).written
        agreed = build([path for path in sorted(SIX.iterdir()) if path.stem != "05_other_date"])
        pushed = agreed.push(remote)
        assert CONFLICTS in pushed.removed
        assert [name for name in pushed.written if "/document/" in name] == [], "copies are the same documents"
