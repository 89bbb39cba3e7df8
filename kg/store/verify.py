"""Prove every quote of a store again: read the sources once more and look whether each quote stands where it stood."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import KGError
from kg.rdf import OBJECT, PREDICATE, SAME_AS, STATUS, SUBJECT, TITLE, TYPE, carried, graph_name, kg
from kg.records import STATUSES, Document
from kg.store.conflicts import conflicts_graph
from kg.store.corroborated import conflict_problems, copy_problems
from kg.store.derive import Deriver
from kg.store.disk import open_store
from kg.store.infer import inferred_graph
from kg.store.names import base_of
from kg.store.owl_rl import REASON, conclusions

Read = Callable[[str], Iterable[Document]]
"""Reads a source as it was given (a file of JSON lines whole) and returns its documents; raises KGError."""

Kind = Literal[
    "gone",
    "changed",
    "quote",
    "no evidence",
    "no statement",
    "no fact",
    "no premise",
    "unproved",
    "no conflict",
    "no copy",
]
_LINES = ".jsonl#"
_FRAGMENT = re.compile(r"char=(\d{1,12}),(\d{1,12})")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that the sources do not bear out.

    `gone`: a source cannot be read. `changed`: its text is another one. `quote`: a quote does not stand where it
    should. `no evidence`: a statement without a quote. `no statement`: a fact that no document states. `no fact`: a
    statement whose fact is missing. `no premise`: an inferred fact that does not follow from asserted ones. `unproved`:
    one that OWL 2 RL may let follow, but the reasoner or the ontology is not there to show it. `no conflict`: one whose
    values do not exclude one another, or are not what its statements assert. `no copy`: a document that is said to be a
    copy of one that is not there.
    """

    document: str
    source: str
    kind: Kind
    message: str
    start: int = -1


def verify(store: ox.Store | str | Path, read: Read, *, ontology: Path | None = None) -> list[Problem]:
    """Return everything in the store that its sources do not bear out, in order; an empty list is the proof.

    `store` is a store or the folder of one, `ontology` the file that it was built with, None for one that is gone or
    has changed; only conclusions of OWL 2 RL need it.
    """
    if not isinstance(store, ox.Store):
        store = open_store(store)
    reader = _Sources(read)
    problems = [problem for page in _pages(store) for problem in _page_problems(page, reader)]
    return sorted(
        [*problems, *_fact_problems(store), *_inference_problems(store, ontology), *_together_problems(store)]
    )


### Documents #########################################################################################################


@dataclass(frozen=True, slots=True)
class _Place:
    """A quote and where it stands."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What a store says of a document, as far as the text can prove it."""

    iri: str
    title: str
    sources: tuple[str, ...]
    sha256: str
    places: tuple[_Place, ...]
    ends: tuple[str, ...]
    without: int


def _pages(store: ox.Store) -> Iterator[_Page]:
    names: set[object] = {quad.subject for quad in store.quads_for_pattern(None, TYPE, kg("Document"), None)}
    names |= {quad.graph_name for quad in store.quads_for_pattern(None, SUBJECT, None, None)}
    for name in sorted((names & set(store.named_graphs())) - {conflicts_graph(store)}, key=str):
        values: defaultdict[tuple[object, str], list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, None, None, name):  # type: ignore[arg-type]
            if not isinstance(quad.object, ox.Triple):
                values[quad.subject, quad.predicate.value].append(quad.object.value)
        yield _page(name, values)


def _page(name: object, values: Mapping[tuple[object, str], list[str]]) -> _Page:
    def one(node: object, predicate: ox.NamedNode) -> str:
        return min(values.get((node, predicate.value), [""]))

    def offset(node: object, predicate: ox.NamedNode) -> int:
        number = one(node, predicate)
        return int(number) if number.isdecimal() else -1

    nodes = [node for node, predicate in values if predicate == kg("quote").value]
    places = [_Place(offset(n, kg("start")), offset(n, kg("end")), one(n, kg("quote"))) for n in nodes]
    quoted = {str(node)[1:-1] for node in nodes}
    statements = [node for node, predicate in values if predicate == SUBJECT.value]
    ends = {kg(end).value for end in ("subjectAt", "triggerAt", "objectAt")}
    return _Page(
        str(name)[1:-1],
        one(name, TITLE),
        tuple(sorted(values.get((name, kg("fileName").value), []))),
        one(name, kg("sha256")),
        tuple(sorted(places, key=lambda place: (place.start, place.end, place.quote))),
        tuple(sorted({end for (_, predicate), found in values.items() if predicate in ends for end in found})),
        sum(quoted.isdisjoint(values.get((node, kg("evidence").value), [])) for node in statements),
    )


@dataclass(frozen=True, slots=True)
class _Sources:
    """Reads each file once."""

    read: Read
    seen: dict[str, dict[str, Document] | str] = field(default_factory=dict)

    def text(self, source: str) -> tuple[str | None, str]:
        """Return the text of a source, or None and why it cannot be read."""
        path, marker, _ = source.partition(_LINES)
        path += marker.removesuffix("#")
        if path not in self.seen:
            try:
                self.seen[path] = {document.source.replace("\\", "/"): document for document in self.read(path)}
            except (KGError, OSError) as error:
                self.seen[path] = str(error)
        found = self.seen[path]
        if isinstance(found, str):
            return None, found
        if source in found:
            return found[source].text, ""
        return None, f"{path} no longer holds {source.removeprefix(path) or 'it'}."


def _page_problems(page: _Page, reader: _Sources) -> Iterator[Problem]:
    if page.without:
        message = f"{page.without} of its statements have no quote."
        yield Problem(page.iri, page.sources[0] if page.sources else "", "no evidence", message)
    if not page.sources:
        yield Problem(page.iri, "", "gone", f"{page.iri} does not say which file it was read from.")
    for source in page.sources:
        text, why = reader.text(source)
        if text is None:
            yield Problem(page.iri, source, "gone", f"{source} cannot be read: {why}")
        else:
            yield from _text_problems(page, source, text)


def _text_problems(page: _Page, source: str, text: str) -> Iterator[Problem]:
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != page.sha256:
        yield Problem(page.iri, source, "changed", f"{source} has changed since it was read. Build the graph again.")
    for place in page.places:
        said = text[place.start : place.end]
        if place.start < 0 or not place.quote or place.quote not in {said, carried(said)}:
            where = _where(text, place)
            message = f"{source}: {_shown(place.quote)} does not stand at {place.start}-{place.end}; {where}."
            yield Problem(page.iri, source, "quote", message, place.start)
    for end in page.ends:
        found = _FRAGMENT.fullmatch(end)
        if not found or not int(found[1]) < int(found[2]) <= len(text):
            yield Problem(page.iri, source, "quote", f"{source}: {end} is no place in its text.")


def _where(text: str, place: _Place) -> str:
    found = text.find(place.quote) if place.quote else -1
    return f"it stands at {found}-{found + len(place.quote)}" if found >= 0 else "the text does not hold it"


def _shown(quote: str, limit: int = 60) -> str:
    line = " ".join(quote.split())
    return f'"{line}"' if len(line) <= limit else f'"{line[:limit].rstrip()}…"'


### Facts #############################################################################################################

_Fact = tuple[str, str, str, str]


def _fact_problems(store: ox.Store) -> Iterator[Problem]:
    """Yield facts without a statement and statements without their fact."""
    base = base_of(store)
    if base is None:
        return
    stated, facts = _stated(store), set(_facts(store, base))
    for fact in sorted(facts - stated.keys()):
        yield Problem("", "", "no statement", f"no document states the {fact[0]} fact {_words(fact, base)}.")
    for fact in sorted(stated.keys() - facts):
        message = f"the {fact[0]} fact {_words(fact, base)} is stated and missing."
        yield Problem(stated[fact], "", "no fact", message)


def _inference_problems(store: ox.Store, ontology: Path | None) -> Iterator[Problem]:
    """Yield inferred facts that do not follow from what is asserted, by the axioms in the store or by OWL 2 RL."""
    graph, base = inferred_graph(store), base_of(store)
    if graph is None or base is None:
        return
    deriver = Deriver(store)
    open_ = [q for q in store.quads_for_pattern(None, None, None, graph) if not _is_derived(q, deriver)]
    if not deriver.is_owl_rl:
        for quad in open_:
            yield _unfounded(quad, base, "no premise", "does not follow from any asserted fact.")
    elif open_:
        yield from _reasoner_problems(store, ontology, open_, base)


def _together_problems(store: ox.Store) -> Iterator[Problem]:
    """Yield conflicts that the statements do not bear out, and copies of what is not there."""
    for message in conflict_problems(store):
        yield Problem("", "", "no conflict", message)
    for copy, message in copy_problems(store):
        yield Problem(copy, "", "no copy", f"{copy.rpartition('/')[2]} {message}")


def _is_derived(quad: ox.Quad, deriver: Deriver) -> bool:
    """Return whether a fact follows from asserted ones by the axioms in the store."""
    if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
        derivation = deriver.derive((quad.subject.value, quad.predicate.value, quad.object.value))
        return derivation is not None and bool(derivation.premises)
    if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
        return deriver.is_copied(quad.subject, quad.predicate.value, quad.object)
    return False


def _reasoner_problems(
    store: ox.Store, ontology: Path | None, quads: Iterable[ox.Quad], base: str
) -> Iterator[Problem]:
    """Yield what does not follow by OWL 2 RL, or all of it with the reason why that cannot be told."""
    why = "the ontology that the graph was built with is gone or has changed. Bring it back, or build the graph again."
    found = None
    if ontology is not None:
        try:
            found = conclusions(store, ontology)
        except KGError as error:
            why = str(error)
    for quad in quads:
        if found is None:
            yield _unfounded(quad, base, "unproved", f"follows {REASON}, which cannot be proved: {why}")
        elif quad.triple not in found:
            by = ontology.name if ontology else ""
            yield _unfounded(quad, base, "no premise", f"does not follow from the asserted facts and {by} {REASON}.")


def _unfounded(quad: ox.Quad, base: str, kind: Kind, message: str) -> Problem:
    subject, end = (term.value if isinstance(term, ox.NamedNode) else str(term) for term in (quad.subject, quad.object))
    return Problem("", "", kind, f"{_words(('', subject, quad.predicate.value, end), base)} {message}")


def _words(fact: _Fact, base: str) -> str:
    return " ".join(part.removeprefix(base).rpartition("#")[2] for part in fact[1:])


def _facts(store: ox.Store, base: str) -> Iterator[_Fact]:
    for status in STATUSES:
        for quad in store.quads_for_pattern(None, None, None, graph_name(base, status)):
            if isinstance(quad.object, ox.NamedNode) and quad.predicate not in {TYPE, SAME_AS}:
                yield status, quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]


def _stated(store: ox.Store) -> dict[_Fact, str]:
    """Return the facts that statements state, each with a document."""
    found: dict[_Fact, str] = {}
    for status, node in STATUS.items():
        for quad in store.quads_for_pattern(None, kg("status"), node, None):
            parts = []
            for term in (SUBJECT, PREDICATE, OBJECT):
                values = store.quads_for_pattern(quad.subject, term, None, quad.graph_name)
                parts.append(min((v.object.value for v in values if isinstance(v.object, ox.NamedNode)), default=""))
            found[status, parts[0], parts[1], parts[2]] = str(quad.graph_name)[1:-1]
    return found
