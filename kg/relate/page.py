"""State what a page says of itself: publisher, author, date; find where its head speaks of itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.lexicon import ORGANIZATIONS
from kg.records import PAGE, Document, Entity, Field, Mention, Span
from kg.relate.facts import Fact
from kg.relate.words import Words, load_words

_PREDICATES = {"publisher": ("publishedBy",), "author": ("author", "publishedBy"), "date": ("publishedOn",)}
"""What a field says of the page; a body that signs as the author publishes it."""


def page_facts(
    document: Document, entities: Sequence[Entity], mentions: Sequence[Mention]
) -> Iterator[tuple[Fact, None]]:
    """Yield publishedBy, author and publishedOn for the metadata that stand in the document's own text."""
    types = {entity.id: entity.type for entity in entities}
    owners = {entity.label: entity for entity in entities}
    known = [entity for entity in entities if entity.type in ORGANIZATIONS]
    bodies = {entity.label.rpartition(" ")[0]: entity.id for entity in known}  # "Nordkapp" of "Nordkapp Corporation"
    bodies |= {name: entity.id for entity in known for name in (*entity.aliases, entity.label)}
    page = Mention(0, 0, "", "Document", "page", entity=PAGE)
    for field in document.fields:
        if field.name == "date" and field.value != document.date and _signs_quotation(document, field):
            continue
        named = [m for m in mentions if field.span and m.kind == "name" and m.span.overlaps(field.span)]
        if field.name == "author" and field.value in bodies:  # "author: Nordkapp"
            named = [replace(mention, entity=bodies[field.value]) for mention in named]
        for predicate in _PREDICATES.get(field.name, ()):
            mention = next((m for m in named if _fits(types.get(m.entity or ""), predicate)), None)
            if mention is not None:
                other = _printer(mention, owners) if predicate == "publishedBy" else mention
                yield Fact(page, predicate, other, "asserted", predicate + "Line", _line(document, field)), None
                break


def of_sentences(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions but the page's own date: a dateline says when it was written, not when anything happened."""
    day = document.first("date")
    own = day.span if day else None
    return [mention for mention in mentions if own is None or mention.type != "Date" or mention.span not in own]


def _printer(mention: Mention, owners: Mapping[str, Entity]) -> Mention:
    """Return the mention for the body whose news service it names: "Nordkapp News" is what Nordkapp prints."""
    owner = owners.get(mention.text.rpartition(" ")[0])
    prints = mention.text.rpartition(" ")[2].lower() in load_words()["news services"]
    return replace(mention, entity=owner.id) if owner and prints and _fits(owner.type, "publishedBy") else mention


def _fits(kind: str | None, predicate: str) -> bool:
    if predicate == "publishedOn":
        return kind == "Date"
    if predicate == "author":
        return kind == "Person"
    return kind not in {None, "Date", "Person", "Place", "Project", "Document", "Event", "Agreement"}


def _signs_quotation(document: Document, field: Field) -> bool:
    """Return whether a field stands in a line such as "— Ann Lee, 3 May 2020" below a quotation."""
    line = _line(document, field)
    return document.text[line.start : line.start + 1] in {"—", "–"}


def _line(document: Document, field: Field) -> Span:
    """Return the line that holds a field, as far as it is the article's, without the space around it."""
    text, span = document.text, field.span or Span(0, 0)
    end = text.find("\n", span.end)
    line = Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)
    main = next((part for part in document.main if span in part), line)
    start, end = max(line.start, main.start), min(line.end, main.end)
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))


### What the page is about ############################################################################################

_SUBJECTS = frozenset({"Project", "LaunchVehicle", "Event", "Agreement", "Alliance"})


def subject_of_page(document: Document, mentions: Sequence[Mention]) -> Mention | None:
    """Return the only thing in the title of which labels and tables can speak, or the body that is the whole title.

    A page without a title has its short first line for one. What stands there alone may be a name only further down.
    """
    title = next((f.span for f in document.fields if f.name == "title" and f.span), None) or _first_line(document)
    named = [mention for mention in mentions if title and mention.span in title]
    whole = (mention for mention in named if mention.type in ORGANIZATIONS and mention.span == title)
    return next(whole, None) or only_subject(named) or (_called(document, title, mentions) if title else None)


_LONGEST_TITLE = 80
"""How many characters the first line of a page may have that stands for its title: names of things are shorter."""
_LINE = re.compile(r"[ \t]*(?P<line>\S[^\n]*)")
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")


def _first_line(document: Document) -> Span | None:
    """Return the first line of the article if it is no sentence."""
    for part in document.main[:1]:
        match = _LINE.search(document.text, part.start, part.end)
        if match and len(match["line"]) <= _LONGEST_TITLE and match["line"].rstrip()[-1:].isalnum():
            return Span(match.start("line"), match.end("line"))
    return None


def _called(document: Document, title: Span, mentions: Sequence[Mention]) -> Mention | None:
    """Return the first thing that goes by the words of the title, without what tells it from others in brackets."""
    name = _BRACKET.sub("", document.text[title.start : title.end]).strip().lower()
    return next((m for m in mentions if m.type in _SUBJECTS and m.text.lower() == name), None)


def only_subject(mentions: Sequence[Mention]) -> Mention | None:
    """Return the only project, event, agreement or alliance among the mentions."""
    found = [mention for mention in mentions if mention.type in _SUBJECTS]
    return found[0] if len({mention.entity for mention in found}) == 1 else None


### What the head calls the page ######################################################################################

_LONGEST_HEAD = 160
"""A line of more characters is prose: what stands before it is the page's head."""


def page_mentions(document: Document, mentions: Sequence[Mention], words: Words) -> Iterator[Mention]:
    """Yield the words of title and head that name the page: "Joint US-EU Press Release on …", "Remarks by …"."""
    named = _any_kind(words["page kinds"])
    leading = words["page leads"]
    for line in _head(document):
        match = named.search(document.text, line.start, line.end)
        if match is None:
            continue
        span = Span(*match.span())
        inside = [m.span for m in mentions if line.start <= m.start and m.start < span.end]
        lead = "".join(
            " " if any(part.start <= at < part.end for part in inside) else document.text[at]
            for at in range(line.start, span.start)
        )
        if not any(part.overlaps(span) for part in inside) and leading.issuperset(re.findall(r"\w+", lead.lower())):
            yield Mention(span.start, span.end, match.group(), "Document", "page", kind="nominal", entity=PAGE)


@cache
def _any_kind(kinds: frozenset[str]) -> re.Pattern[str]:
    found = "|".join(re.escape(kind).replace(r"\ ", r"\s+") for kind in sorted(kinds, key=_longest))
    return re.compile(rf"\b(?:{found})\b", re.IGNORECASE)


def _longest(kind: str) -> tuple[int, str]:
    return -len(kind), kind


def _head(document: Document) -> Iterator[Span]:
    """Yield the title and the short lines of the article before its first long one."""
    title = next((f.span for f in document.fields if f.name == "title" and f.span), None)
    if title:
        yield title
    for part in document.main:
        for match in re.finditer(r"[^\n]+", document.text[part.start : part.end]):
            if len(match.group()) > _LONGEST_HEAD:
                return
            line = Span(part.start + match.start(), part.start + match.end())
            if title is None or not line.overlaps(title):
                yield line
