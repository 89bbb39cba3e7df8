"""Say of a whole graph which documents are copies, and which values contradict one another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.corroborate.conflicts import Stated, conflicts
from kg.corroborate.copies import Signed, copies
from kg.corroborate.shingles import article
from kg.corroborate.signature import signature
from kg.ontology import Ontology
from kg.rdf import TYPE, iri, kg, statement_path
from kg.records import Document, Graph, Source


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The copies, each with the first of its group, by path, and the quads that say what contradicts what."""

    base: str
    copies: Mapping[str, str]
    conflicts: tuple[ox.Quad, ...]

    @property
    def totals(self) -> dict[str, int]:
        """What `report.json` counts: documents that are copies, and conflicts."""
        return {"copies": len(self.copies), "conflicts": sum(quad.predicate == TYPE for quad in self.conflicts)}

    def quads(self) -> Iterator[ox.Quad]:
        """Yield what the graph says of both: in the graph of each copy, and in the one of conflicts."""
        for path, first in self.copies.items():
            yield copy_quad(self.base, path, first)
        yield from self.conflicts


def corroborate(graph: Graph, ontology: Ontology) -> Corroboration:
    """Return what the documents of a graph say together, after all decisions were followed in it."""
    documents = _documents(graph.sources)
    articles = {path: article(first) for path, (first, _) in documents.items()}
    signed: list[Signed] = [(path, date, signature(articles[path])) for path, (_, date) in documents.items()]
    facts = _single_facts(graph.sources, ontology)
    return Corroboration(
        graph.base,
        copies(signed, articles.__getitem__),
        tuple(quad for thing in sorted(facts) for quad in conflicts(graph.base, thing, facts[thing], ontology)),
    )


def copy_quad(base: str, path: str, first: str) -> ox.Quad:
    """Return what the graph of a copy says of it: of which document it is one."""
    document = iri(base, path)
    return ox.Quad(document, kg("copyOf"), iri(base, first), document)


def _documents(sources: Iterable[Source]) -> dict[str, tuple[Document, str | None]]:
    """Return, by path, the source of each text that was read, and the date that the first source knows."""
    found: dict[str, tuple[Document, str | None]] = {}
    for source in sources:
        document = source.reading.document
        first, date = found.get(source.id, (document, None))
        found[source.id] = first, date or document.date
    return found


def _single_facts(sources: Iterable[Source], ontology: Ontology) -> Mapping[str, list[Stated]]:
    """Return, by thing, what is asserted of it with a property that can have one value."""
    found: defaultdict[str, list[Stated]] = defaultdict(list)
    for source in sources:
        for said in source.reading.statements:
            if said.status == "asserted" and ontology.properties[said.predicate].single:
                stated = Stated(said.predicate, said.object, source.id, statement_path(source.id, said))
                found[said.subject].append(stated)
    return found
