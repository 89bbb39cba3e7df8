"""The gate for what a language model says: things must be named in the text, and statements must quote it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.find.timex import find_dates
from kg.lexicon import Lexicon
from kg.link.keys import tidy
from kg.ontology import Ontology
from kg.records import PAGE, Document, Entity, Evidence, Mention, MentionKind, Reading, Rejected, Span, Statement
from kg.text import folded
from kg.witness.join import related
from kg.witness.llm.answer import Answer, Named, Said
from kg.witness.llm.quotes import find_quote, find_words, outside
from kg.witness.llm.schema import facts_of


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer about a part of a document, with the places where its things are named there, by id."""

    part: Span
    answer: Answer
    places: Mapping[str, tuple[Span, ...]]


def hear(document: Document, part: Span, answer: Answer) -> Heard:
    """Return an answer with the places of its things in the article: the longest wording first, none within another.

    What is named only within a longer name stands there: the state in the name of its agency.
    """
    main = document.main or (Span(0, len(document.text)),)
    wordings = sorted({(-len(words), words, thing.id) for thing in answer.things for words in thing.surfaces})
    taken: list[Span] = []
    places: dict[str, list[Span]] = {thing.id: [] for thing in answer.things}
    within: dict[str, list[Span]] = {thing.id: [] for thing in answer.things}
    for _, words, id_ in wordings:
        found = [span for span in find_words(words, document.text, part) if any(span in article for article in main)]
        free = [*outside(found, taken)]
        places[id_] += free
        within[id_] += found
        taken = sorted([*taken, *free])
    return Heard(part, answer, {id_: tuple(sorted(places[id_] or within[id_])) for id_ in places})


@dataclass(frozen=True, slots=True)
class Tools:
    """What answers are read with, and the name of the witness."""

    ontology: Ontology
    lexicon: Lexicon
    name: str


### What it names #####################################################################################################


def mentions_of(
    heard: Sequence[Heard], reading: Reading, lexicon: Lexicon, ontology: Ontology, *, name: str
) -> Iterator[Mention]:
    """Yield the mentions of the things that answers name.

    A name that the text does not hold is none: the thing is called as the rules call it, else by its longest wording.
    Codes of countries come from the gazetteers, values of dates from our own reading of the words.
    """
    document = reading.document
    called = {entity.id: entity for entity in reading.entities}
    there = {mention.span: called[mention.entity] for mention in reading.mentions if mention.entity in called}
    for one in heard:
        for thing in one.answer.things:
            spans = one.places[thing.id]
            label = _label(thing, [there[span] for span in spans if span in there], spans, document, ontology)
            for span in spans:
                yield _mention(thing, span, label, document, lexicon, name)


def _label(
    thing: Named, known: Sequence[Entity], spans: Sequence[Span], document: Document, ontology: Ontology
) -> str | None:
    """Return what a thing is called: None where it has no name."""
    if not thing.is_named or thing.type in {"Country", "Date"}:
        return None
    labels = Counter(entity.label for entity in known if related(entity.type, thing.type, ontology))
    if labels:
        return min(labels, key=lambda label: (-labels[label], label))
    words = [tidy(document.text[span.start : span.end]) for span in spans]
    return min(words, key=lambda word: (word != tidy(thing.name), -len(word), word), default=None)


def _mention(thing: Named, span: Span, label: str | None, document: Document, lexicon: Lexicon, name: str) -> Mention:
    words = document.text[span.start : span.end]
    code = value = None
    if thing.type == "Country":
        known = next((known for known in lexicon.lookup_name(folded(words)) if known.type == "Country"), None)
        code, label = (known.code, known.name) if known else (None, None)
    elif thing.type == "Date":
        dates = [found for found in find_dates(words, date=document.date) if found.end - found.start == len(words)]
        value = dates[0].value if dates else None
    kind: MentionKind = "name" if thing.is_named else "nominal"
    return Mention(span.start, span.end, words, thing.type, name, kind, label, code, value)


### What it states ####################################################################################################


@dataclass(frozen=True, slots=True)
class Linked:
    """A document whose entities are linked: the mentions of a part, and the words that stand for nothing ("the")."""

    document: Document
    entities: Mapping[str, Entity]
    mentions: Sequence[Mention]
    empty: frozenset[str]


def statements_of(
    heard: Heard, document: Document, entities: Sequence[Entity], mentions: Sequence[Mention], tools: Tools
) -> Iterator[Statement | Rejected]:
    """Yield the statements of an answer whose quotes prove them, and the others with their reasons."""
    near = [mention for mention in mentions if mention.span in heard.part]
    empty = tools.lexicon.cues("witnesses", "empty")
    text = Linked(document, {entity.id: entity for entity in entities}, near, empty)
    linked = _linked(heard, text, tools)
    names = heard.answer.names()
    known = {fact.name for fact in facts_of(tools.ontology)}
    for said in heard.answer.said:
        found = _stated(said, heard, text, linked) if said.predicate in known else f"no property {said.predicate}"
        yield found if isinstance(found, Statement) else said.rejected(found, names)


def _linked(heard: Heard, text: Linked, tools: Tools) -> dict[str, str]:
    """Return which entity each thing of an answer is: that which most of its mentions are linked to."""
    linked = {PAGE: PAGE}
    for thing in heard.answer.things:
        votes: Counter[str] = Counter()
        for mention in text.mentions:
            entity = text.entities.get(mention.entity or "")
            if entity is not None and related(entity.type, thing.type, tools.ontology):
                votes[entity.id] += sum(_vote(mention, span, tools.name) for span in heard.places[thing.id])
        best = min(votes, key=lambda id_: (-votes[id_], id_), default=None)
        if best is not None and votes[best]:
            linked[thing.id] = best
    return linked


def _vote(mention: Mention, span: Span, name: str) -> int:
    """Return how much a mention speaks for being what a wording names: most where both are the same words."""
    if mention.span == span:
        return 6 if mention.found_by == name else 4
    return int(mention.kind != "anaphor" and (mention.span in span or span in mention.span))


def _stated(said: Said, heard: Heard, text: Linked, linked: Mapping[str, str]) -> Statement | str:
    """Return the statement, or why it is none."""
    ends = {"subject": said.subject, "object": said.object}
    ends |= {"speaker": said.said_by} if said.said_by else {}
    for end, id_ in ends.items():
        if id_ not in linked:
            return f"the {end} is not named in the text"
    letters = text.document.text
    quote = find_quote(said.quote, letters, heard.part)
    if isinstance(quote, str):
        return quote
    subject = _place(said.subject, said.subject_words, quote, heard, text, linked)
    other = _place(said.object, said.object_words, quote, heard, text, linked)
    for which, id_, place in (("subject", said.subject, subject), ("object", said.object, other)):
        if place is None and id_ != PAGE:
            return f"the quote holds no words for the {which}"
    if said.role and not any(find_words(said.role, letters, quote)):
        return "the quote does not hold the words of the role"
    evidence = Evidence(quote.start, quote.end, letters[quote.start : quote.end], subject, None, other)
    speaker = linked[said.said_by] if said.said_by else None
    return Statement(
        linked[said.subject], said.predicate, linked[said.object], said.status, speaker, said.role, "", (evidence,)
    )


def _place(id_: str, words: str, quote: Span, heard: Heard, text: Linked, linked: Mapping[str, str]) -> Span | None:
    """Return where a quote speaks of a thing: the words that the answer says, else the first that name it.

    Words that name something else do not speak of it, nor do those that stand for nothing.
    """
    if words and not text.empty.issuperset(words.casefold().split()):
        for span in find_words(words, text.document.text, quote):
            over = {one.entity for one in text.mentions if one.kind == "name" and one.span.overlaps(span)}
            if not over or linked[id_] in over:
                return span
    return next((span for span in heard.places.get(id_, ()) if span in quote), None)
