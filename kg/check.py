"""The gate: a statement enters the graph only when its quote is in the text and its ends fit the property.

What SHACL would say of domain and range (`ontology/shapes.ttl`) is decided here on records, fast; the shapes prove the
same of the finished graph in the tests.
"""

from collections.abc import Mapping, Sequence

from kg.ontology import Ontology
from kg.records import Document, Entity, Rejected, Span, Statement


def check_statements(
    document: Document, entities: Sequence[Entity], statements: Sequence[Statement], ontology: Ontology
) -> tuple[tuple[Statement, ...], tuple[Rejected, ...]]:
    """Return the statements that may enter the graph, and the others, each with its reason."""
    types = {entity.id: entity.type for entity in entities}
    kept: list[Statement] = []
    rejected: list[Rejected] = []
    for statement in statements:
        reason = _reason(statement, types, ontology) or _wrong_evidence(statement, document)
        if reason:
            rejected.append(Rejected(statement, reason))
        else:
            kept.append(statement)
    return tuple(kept), tuple(rejected)


def _reason(statement: Statement, types: Mapping[str, str], ontology: Ontology) -> str | None:
    """Return why the ends do not fit the property, or None when they do."""
    known = ontology.properties.get(statement.predicate)
    if known is None:
        return f"no property {statement.predicate}"
    ends = (("subject", statement.subject, known.domain), ("object", statement.object, known.range))
    for end, identifier, classes in ends:
        kind = types.get(identifier)
        if kind is None:
            return f"unknown {end}"
        if classes and not ontology.fits(kind, classes):
            return f"{end} is a {kind}, not {_any_of(sorted(classes))}"
    return "subject and object are the same" if statement.subject == statement.object else None


def _wrong_evidence(statement: Statement, document: Document) -> str | None:
    """Return what is wrong with the evidence, or None: each quote must stand at its offsets inside the article."""
    if not statement.evidence:
        return "no evidence"
    for evidence in statement.evidence:
        if evidence.start >= evidence.end or document.text[evidence.start : evidence.end] != evidence.quote:
            return "quote is not in the text at its offsets"
        if document.main and not any(span.overlaps(Span(evidence.start, evidence.end)) for span in document.main):
            return "quote is outside the article"
    return None


def _any_of(names: Sequence[str]) -> str:
    return " or ".join(names)
