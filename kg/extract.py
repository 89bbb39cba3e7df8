"""Read one document into facts: find, link, relate, check."""

from collections.abc import Callable, Sequence

from kg.check import check_statements
from kg.describe import describe_nominals, tell_namesakes_apart
from kg.find import find_mentions
from kg.find.languages import foreign_spans
from kg.lexicon import Lexicon
from kg.link import link_mentions
from kg.ontology import Ontology
from kg.records import PAGE, Document, Entity, Mention, Reading, Rejected, Span, Statement
from kg.relate import implied_states, relate

Extractor = Callable[[Document, Sequence[Entity], Sequence[Mention], Ontology, Lexicon], Sequence[Statement]]
"""A way to find statements in a document whose entities are known."""

DEFAULT: tuple[Extractor, ...] = (relate,)


def read_facts(
    document: Document, ontology: Ontology, lexicon: Lexicon, *, extractors: Sequence[Extractor] = DEFAULT
) -> Reading:
    """Return the entities, mentions and statements of a document, and what the gate turned away.

    Anaphors are resolved and left out; unnamed things ("an agreement") stay only where a statement needs them.
    """
    entities, mentions = link_mentions(document, find_mentions(document, lexicon), lexicon)
    entities = (*entities, *implied_states(entities, mentions, lexicon))
    foreign = foreign_spans(document)
    statements: list[Statement] = []
    rejected: list[Rejected] = []
    for extract in extractors:
        found = extract(document, entities, mentions, ontology, lexicon)
        if extract is relate:
            found = [statement for statement in found if not _is_foreign(statement, foreign)]
        kept, refused = check_statements(document, entities, found, ontology)
        statements += kept
        rejected += refused
    used = {end for s in statements for end in (s.subject, s.object, s.attributed_to) if end}
    named = {mention.entity for mention in mentions if mention.kind == "name"}
    stay = {entity.id for entity in entities if entity.id in used or entity.id in named or entity.id == PAGE}
    entities = describe_nominals(tell_namesakes_apart(entities, statements, lexicon), statements)
    return Reading(
        document,
        tuple(entity for entity in entities if entity.id in stay),
        tuple(m for m in mentions if m.entity in stay and (m.kind == "name" or _is_only_name(m, named))),
        tuple(statements),
        tuple(rejected),
    )


def _is_foreign(statement: Statement, foreign: Sequence[Span]) -> bool:
    """Return whether a fact about anything but the page was read, with English words, in another language's text."""
    found = (Span(one.start, one.end) for one in statement.evidence)
    return statement.subject != PAGE and bool(foreign) and any(s.overlaps(span) for s in found for span in foreign)


def _is_only_name(mention: Mention, named: set[str | None]) -> bool:
    """Return whether the words are all that the text calls the thing: "the deal" that has a name points back to it."""
    return mention.kind == "nominal" and mention.entity not in named
