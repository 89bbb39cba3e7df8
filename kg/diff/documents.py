"""Turn the documents that two states have into those that came, went, changed, moved or are described otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.diff.look import Looker
from kg.diff.records import DocumentChange, DocumentKind, Page

_KINDS: tuple[DocumentKind, ...] = ("added", "changed", "moved", "redescribed", "removed")


@dataclass(frozen=True, slots=True)
class Documents:
    """The changes in order, and which document of the state after is which of the one before."""

    changes: tuple[DocumentChange, ...]
    same: Mapping[str, str]
    by_name: Mapping[str, DocumentChange]

    def one(self, iri: str) -> str:
        """Return the name by which a document is counted in both states."""
        return self.same.get(iri, iri)


def document_changes(names: Iterable[str], before: Looker, after: Looker) -> Documents:
    """Return what became of the documents of these names.

    A document keeps its name (a hash of its text) when its file is renamed, and its file when its text is changed.
    """
    pairs = [(before.page(name), after.page(name)) for name in sorted(names)]
    stayed = [(old, new) for old, new in pairs if old and new]
    gone = {old.iri: old for old, new in pairs if old and not new}
    come = {new.iri: new for old, new in pairs if new and not old}
    matches: tuple[Callable[[Page], Iterable[str]], ...] = (lambda page: page.files, lambda page: (page.sha256,))
    for keys in matches:
        stayed += _paired(gone, come, keys)
    changes = [found for old, new in stayed if (found := _change(old, new))]
    changes += [DocumentChange("removed", old, None) for old in gone.values()]
    changes += [DocumentChange("added", None, new) for new in come.values()]
    changes.sort(key=lambda change: (_KINDS.index(change.kind), change.page.files, change.page.iri))
    return Documents(
        tuple(changes),
        {new.iri: old.iri for old, new in stayed},
        {page.iri: change for change in changes for page in (change.before, change.after) if page},
    )


def _paired(
    gone: dict[str, Page], come: dict[str, Page], keys: Callable[[Page], Iterable[str]]
) -> list[tuple[Page, Page]]:
    """Take the pages that share a key out of those that are gone and those that have come."""
    by_key = {key: new for new in reversed([*come.values()]) for key in keys(new)}
    found = []
    for old in [*gone.values()]:
        new = next((by_key[key] for key in keys(old) if key in by_key and by_key[key].iri in come), None)
        if new:
            found.append((gone.pop(old.iri), come.pop(new.iri)))
    return found


def _change(old: Page, new: Page) -> DocumentChange | None:
    if old.sha256 != new.sha256:
        return DocumentChange("changed", old, new)
    if old.files != new.files:
        return DocumentChange("moved", old, new)
    return DocumentChange("redescribed", old, new) if old.about != new.about else None
