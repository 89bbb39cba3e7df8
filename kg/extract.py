"""Read one document into facts: find, link, relate, check; and hear witnesses, if there are any."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.check import check_statements
from kg.describe import describe_nominals, tell_namesakes_apart
from kg.find import find_mentions
from kg.find.languages import foreign_spans
from kg.lexicon import Lexicon
from kg.link import link_mentions
from kg.ontology import Ontology
from kg.records import PAGE, Document, Entity, Mention, Reading, Rejected, Span, Statement
from kg.relate import implied_states, relate
from kg.witness import Extractor, Joined, Witness, join_mentions, join_statements

__all__ = ["DEFAULT", "Extractor", "read_facts"]

DEFAULT: tuple[Extractor, ...] = (relate,)


def read_facts(
    document: Document,
    ontology: Ontology,
    lexicon: Lexicon,
    *,
    extractors: Sequence[Extractor] = DEFAULT,
    witnesses: Sequence[Witness] = (),
) -> Reading:
    """Return the entities, mentions and statements of a document, and what the gate turned away.

    Anaphors are resolved and left out; unnamed things ("an agreement") stay only where a statement needs them. Where
    there are no extractors, witnesses are shown what the built-in rules read, and the names that they find go first;
    else the extractors state what they do without witnesses, and further what they do with the names of these.
    """
    found = find_mentions(document, lexicon)
    tools = _Tools(ontology, lexicon, extractors)
    if not witnesses:
        return _read(document, tools, Joined(found))
    alone = _read(document, _Tools(ontology, lexicon, extractors or DEFAULT), Joined(found))
    joined = Joined(found) if extractors else Joined(())
    for witness in witnesses:
        joined = join_mentions(joined, witness.mentions(alone, ontology, lexicon), ontology)
    if not extractors:
        joined = join_mentions(joined, found, ontology)
    return _read(document, tools, joined, _Heard(alone, witnesses, found if extractors else ()))


@dataclass(frozen=True, slots=True)
class _Tools:
    """What documents are read with."""

    ontology: Ontology
    lexicon: Lexicon
    extractors: Sequence[Extractor]


@dataclass(frozen=True, slots=True)
class _Heard:
    """Witnesses, the reading of the rules alone, and the mentions that it rests on."""

    alone: Reading
    witnesses: Sequence[Witness]
    found: Sequence[Mention]


def _read(document: Document, tools: _Tools, joined: Joined, heard: _Heard | None = None) -> Reading:
    """Return what is read by these mentions."""
    lexicon = tools.lexicon
    kept = {*joined.mentions}
    replaced = [mention for mention in heard.found if mention not in kept] if heard else []
    entities, mentions = link_mentions(document, [*joined.mentions, *joined.aside, *replaced], lexicon)
    entities = (*entities, *implied_states(entities, mentions, lexicon))
    own = _of(mentions, joined.mentions) if heard else mentions
    statements, rejected = _by_rules(document, entities, own, tools)
    if heard:
        theirs = _of(mentions, heard.found)
        if heard.found and theirs != own:
            alone, _ = _by_rules(document, entities, theirs, tools)
            statements = [*dict.fromkeys([*alone, *statements])]
        said, refused = _by_witnesses(heard, entities, mentions, tools)
        statements = [*join_statements(statements, said)]
        rejected += refused
    used = {end for s in statements for end in (s.subject, s.object, s.attributed_to) if end}
    if joined.aside:
        shown = {*own, *(mention for mention in _of(mentions, joined.aside) if mention.entity in used)}
        own = [mention for mention in mentions if mention in shown]
    named = {mention.entity for mention in own if mention.kind == "name"}
    stay = {entity.id for entity in entities if entity.id in used or entity.id in named or entity.id == PAGE}
    entities = describe_nominals(tell_namesakes_apart(entities, statements, lexicon), statements)
    return Reading(
        document,
        tuple(entity for entity in entities if entity.id in stay),
        tuple(m for m in own if m.entity in stay and (m.kind == "name" or _is_only_name(m, named))),
        tuple(statements),
        tuple(rejected),
    )


def _of(linked: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the linked mentions that these became; one that stands for several things became several."""
    places = {(mention.span, mention.found_by) for mention in mentions}
    return [mention for mention in linked if (mention.span, mention.found_by) in places]


def _by_rules(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention], tools: _Tools
) -> tuple[list[Statement], list[Rejected]]:
    """Return what the extractors state, and what the gate turned away."""
    foreign = foreign_spans(document)
    statements: list[Statement] = []
    rejected: list[Rejected] = []
    for extract in tools.extractors:
        found = extract(document, entities, mentions, tools.ontology, tools.lexicon)
        if extract is relate:
            found = [statement for statement in found if not _is_foreign(statement, foreign)]
        kept, refused = check_statements(document, entities, found, tools.ontology)
        statements += kept
        rejected += refused
    return statements, rejected


def _by_witnesses(
    heard: _Heard, entities: Sequence[Entity], mentions: Sequence[Mention], tools: _Tools
) -> tuple[list[Statement], list[Rejected]]:
    """Return what the witnesses state, and what they or the gate turned away; each says who said it."""
    statements: list[Statement] = []
    rejected: list[Rejected] = []
    for witness in heard.witnesses:
        said = witness.statements(heard.alone, entities, mentions, tools.ontology, tools.lexicon)
        of = [replace(one, witnesses=(witness.name,)) for one in said if isinstance(one, Statement)]
        kept, refused = check_statements(heard.alone.document, entities, of, tools.ontology)
        statements += kept
        rejected += refused
        rejected += [
            replace(one, statement=replace(one.statement, witnesses=(witness.name,)))
            for one in said
            if isinstance(one, Rejected)
        ]
    return statements, rejected


def _is_foreign(statement: Statement, foreign: Sequence[Span]) -> bool:
    """Return whether a fact about anything but the page was read, with English words, in another language's text."""
    found = (Span(one.start, one.end) for one in statement.evidence)
    return statement.subject != PAGE and bool(foreign) and any(s.overlaps(span) for s in found for span in foreign)


def _is_only_name(mention: Mention, named: set[str | None]) -> bool:
    """Return whether the words are all that the text calls the thing: "the deal" that has a name points back to it."""
    return mention.kind == "nominal" and mention.entity not in named
