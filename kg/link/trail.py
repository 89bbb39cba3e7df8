"""What a document names, in order: where words that point back look for what they stand for."""

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.lexicon import Lexicon
from kg.link.keys import family
from kg.link.passages import Passages
from kg.link.selecting import kinds_beside, may_be_called, names_stranger
from kg.records import Document, Entity, Mention

ACTORS = frozenset({"Organization", "Country"})
_REACH = 1_500  # characters: an antecedent lies in this paragraph or the one before
_SEVERAL = 2
_BEFORE = 16  # characters that hold a preposition and an article
_IN_ITS = re.compile(r"['’]s(?: [a-z-]+){1,4} (?:in|of|for|under|within|from|to) $")
_AHEAD = re.compile(
    r"[^.,;:!?\n]{1,120}, (?:the )?([A-Z][\w-]+ (?:[A-Z][\w-]+ )*)(?:is|was|were|has|had|will|became)\b"
)
_OWNER = re.compile(r"['’]s?\b|['’](?=\s)")
_NOUN = re.compile(r"[- ][A-Za-z]{3}")  # behind an adjective: "the Russian segment"
_JOINT = re.compile(r"(?:\s*\([^()]{1,40}\))?(?:\s*,)?(?:\s+(?:and|&))?(?:\s+the)?\s+")  # between two of a list
_LAST_JOINT = re.compile(r"\b(?:and|&)\b")


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """One place where an entity is named; `subject` when neither a preposition nor a possessive makes it an aside."""

    start: int
    end: int
    family: str = field(compare=False)
    entity: Entity = field(compare=False)
    sentence: int = field(compare=False)
    subject: bool = field(compare=False)


class Trail:
    """What a document names, in order."""

    def __init__(
        self,
        document: Document,
        passages: Passages,
        mentions: Sequence[Mention],
        entities: Sequence[Entity],
        lexicon: Lexicon,
    ) -> None:
        by_id = {entity.id: entity for entity in entities}
        self.text = document.text
        self.passages = passages
        self.lexicon = lexicon
        self._governing = lexicon.cues("anaphors", "governing")
        named = (self._named(m, by_id[m.entity]) for m in mentions if m.entity and m.type != "Date")
        self.named = sorted(named, key=lambda one: (one.start, one.end))
        self._bounds = sorted((m.start, m.end) for m in mentions)
        self._labels = {entity.id: entity.label for entity in entities}
        self.counts = Counter(one.entity.id for one in self.named)
        self._called: dict[str, list[Named]] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        for mention in mentions:
            if mention.entity and mention.kind != "anaphor":
                self._spans.setdefault(mention.entity, []).append((mention.start, mention.end))

    def kinds(self, entity: str) -> frozenset[str]:
        """Return the nouns that the text says of a thing right beside its name."""
        if entity not in self._kinds:
            spans = self._spans.get(entity, ())
            found = (kinds_beside(self.text, start, end, self.lexicon) for start, end in spans)
            self._kinds[entity] = frozenset().union(*found)
        return self._kinds[entity]

    def known_kinds(self, entity: str) -> frozenset[str]:
        """Return the nouns that the gazetteer has for a thing of which the text says nothing."""
        names = () if self.kinds(entity) else self.lexicon.lookup_name(self._labels[entity])
        return frozenset(name.kind for name in names if name.kind)

    def nation(self, anaphor: Mention) -> str | None:
        """Return the code of the country named right before a noun: "the Japanese agency"."""
        last = next(self.before(anaphor), None)
        if last is None or last.family != "Country" or self.text[last.end : anaphor.start].strip():
            return None
        return last.entity.code

    def country(self, body: Entity) -> str | None:
        """Return the code of the country that a body belongs to, by the gazetteer or by its name; "" for none."""
        names = self.lexicon.lookup_name(body.label)
        known = {name.country or "" for name in names}
        if not known:
            forms = (self.lexicon.lookup(word) for word in body.label.split())
            known = {name.code for names in forms for name in names if name.type == "Country" and name.code}
        return known.pop() if len(known) == 1 else None

    def called(self, noun: str) -> list[Named]:
        """Return the projects of which the text says that they are such things, each where it is first named."""
        if noun not in self._called:
            first = {one.entity.id: one for one in reversed(self.named) if one.family == "Project"}
            ones = [one for one in first.values() if may_be_called(noun, self.kinds(one.entity.id), self.lexicon)]
            self._called[noun] = ones
        return self._called[noun]

    def _named(self, mention: Mention, entity: Entity) -> Named:
        subject = _is_subject(self.text, mention, self._governing)
        sentence = self.passages.number(mention.start)
        return Named(mention.start, mention.end, family(mention.type), entity, sentence, subject)

    def add(self, mention: Mention, entity: Entity) -> None:
        """Note that a pronoun names an entity as well, for the pronouns behind it."""
        insort(self.named, self._named(replace(mention, type=entity.type), entity))

    def names_stranger(self, begin: int, end: int) -> bool:
        """Return whether the text names something that is no mention, which a pronoun behind it may stand for."""
        first = bisect_left(self._bounds, (begin, begin))
        known = self._bounds[first : bisect_left(self._bounds, (end, end))]
        gaps = zip([begin, *(last for _, last in known)], [*(start for start, _ in known), end], strict=True)
        return any(names_stranger(self.text, start, last, begin, self.lexicon) for start, last in gaps)

    def owner_before(self, anaphor: Mention, last: Named) -> bool:
        """Return whether what was named last owns what the pronoun is in: "the agency's mission in its programme"."""
        return last.family in ACTORS and _IN_ITS.search(self.text[last.start : anaphor.start]) is not None

    def ahead(self, anaphor: Mention) -> tuple[Named | None, bool]:
        """Return the subject that the pronoun's adverbial leads in, and whether there is one, known or not.

        "At its launch in May, Hera was the largest satellite."
        """
        start = self.passages.start(self.passages.number(anaphor.start))
        before = self.text[start : anaphor.start]
        first = bisect_left(self._bounds, (start, start))
        named = first < len(self._bounds) and self._bounds[first][0] < anaphor.start
        leads = before.split(" ", 1)[0].lower() in self.lexicon.cues("anaphors", "leading in")
        ahead = _AHEAD.match(self.text, anaphor.end) if leads and not (named or "," in before) else None
        if ahead is None:
            return None, False
        index = bisect_left(self.named, ahead.start(1), key=_start)
        one = self.named[index] if index < len(self.named) else None
        return (one, True) if one is not None and one.start == ahead.start(1) else (None, True)

    def before(self, anaphor: Mention) -> Iterator[Named]:
        """Yield what was named before, the last first, within reach."""
        for index in range(bisect_left(self.named, anaphor.start, key=_start) - 1, -1, -1):
            if anaphor.start - self.named[index].start > _REACH:
                return
            yield self.named[index]

    def within(self, start: int, end: int) -> list[Named]:
        """Return what is named between two offsets, in order."""
        return self.named[bisect_left(self.named, start, key=_start) : bisect_left(self.named, end, key=_start)]

    def lists(self, named: Sequence[Named]) -> Iterator[list[Named]]:
        """Yield the lists of several that things named in order make up: "China, Russia and India"."""
        found: list[Named] = []
        for one in named:
            if self.text[one.start - 1 : one.start] == "(":
                continue  # a short form
            if found and not self._is_next(found[-1], one):
                yield from [found] if self._is_list(found) else []
                found = []
            found.append(one)
        yield from [found] if self._is_list(found) else []

    def _is_next(self, one: Named, other: Named) -> bool:
        alike = one.family == other.family or {one.family, other.family} <= ACTORS
        is_same = one.start == other.start  # "the two countries"
        return alike and (is_same or _JOINT.fullmatch(self.text, one.end, other.start) is not None)

    def _is_list(self, found: Sequence[Named]) -> bool:
        if len({one.entity.id for one in found}) < _SEVERAL:
            return False
        is_same = found[-2].start == found[-1].start
        return is_same or _LAST_JOINT.search(self.text, found[-2].end, found[-1].start) is not None


def _start(one: Named) -> int:
    return one.start


def _is_subject(text: str, mention: Mention, governing: frozenset[str]) -> bool:
    adjective = mention.kind == "name" and mention.type == "Country" and mention.text != mention.name
    if adjective and _NOUN.match(text, mention.end):
        return False
    if text[mention.start - 1 : mention.start] == "(" and text[mention.end : mention.end + 1] == ")":
        return False  # the agency of a dateline, a short form
    before = text[max(0, mention.start - _BEFORE) : mention.start].lower().removesuffix("the ").split()
    governed = bool(before) and before[-1] in governing
    return not governed and not _OWNER.match(text, mention.end)
