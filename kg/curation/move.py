"""Move what a document says of one thing to another one: split first, then merged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.curation.identity import Identity
from kg.curation.records import Split
from kg.merge import SELF, joined, renamed_statement, unique_mentions
from kg.ontology import Ontology
from kg.records import Document, Entity, Evidence, Mention, Reading, Rejected, Source, Span, Statement
from kg.text import slug


@dataclass(frozen=True, slots=True)
class Moved:
    """A source with other ids, the paths that gained or lost by it, and the splits that did something."""

    source: Source
    touched: frozenset[str] = frozenset()
    splits: frozenset[Split] = frozenset()


class Mover:
    """Moves sources; `known` are the paths of the graph as it was."""

    def __init__(self, same: Identity, splits: Iterable[Split], known: Collection[str], ontology: Ontology) -> None:
        self._same = same
        self._ontology = ontology
        self._known = known
        self._splits: defaultdict[str, list[Split]] = defaultdict(list)
        for one in sorted(splits, key=lambda split: (split.rank, repr(split))):
            self._splits[same(one.entity)].append(one)

    def move(self, source: Source) -> Moved:
        """Return the source with its things where they belong; the same one where nothing moves."""
        reading = source.reading
        ids = [entity.id for entity in reading.entities]
        if all(self._same(path) == path and path not in self._splits for path in ids):
            return Moved(source)
        return _Page(source, self._same, self._splits, self._known, self._ontology).moved()


@dataclass(slots=True)
class _Page:
    """Moves one source."""

    source: Source
    same: Identity
    splits: Mapping[str, list[Split]]
    known: Collection[str]
    ontology: Ontology
    digest: str = ""
    texts: dict[str, dict[str, str]] = field(default_factory=dict)  # the words that name each thing, by their slugs
    used: set[Split] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.digest = self.source.reading.document.sha256
        for mention in self.source.reading.mentions:
            if mention.entity is not None and mention.kind != "anaphor":
                self.texts.setdefault(mention.entity, {}).setdefault(slug(mention.text), mention.text)

    def moved(self) -> Moved:
        """Return what becomes of it."""
        reading = self.source.reading
        entities = tuple(piece for entity in reading.entities for piece in self._pieces(entity))
        statements = joined(one for statement in reading.statements for one in self._statements(statement))
        turned_away = tuple(Rejected(self._whole(one.statement), one.reason) for one in reading.rejected)
        changed = Reading(
            reading.document,
            entities,
            unique_mentions(map(self._mention, reading.mentions)),
            tuple(s for s in statements if s.subject != s.object),
            (*turned_away, *(Rejected(s, SELF) for s in statements if s.subject == s.object)),
        )
        before, after = {e.id for e in reading.entities}, {e.id for e in entities}
        gained = {e.id for e in entities if e not in reading.entities}
        touched = frozenset((before ^ after) | gained)
        return Moved(replace(self.source, reading=changed), touched, frozenset(self.used))

    ### Where things go

    def _split(self, path: str, text: str | None) -> Split | None:
        for one in self.splits.get(self.same(path), ()):
            if one.fits(self.digest, text):
                return one
        return None

    def _target(self, path: str, text: str | None) -> str:
        split = self._split(path, text)
        if split is None:
            return self.same(path)
        self.used.add(split)
        return self.same(split.into)

    def _default(self, path: str) -> str:
        """Return where the words go that do not name the thing: with those that do, if these stay together."""
        targets = {self._target(path, text) for text in self.texts.get(path, {}).values()}
        return targets.pop() if len(targets) == 1 else self._target(path, None)

    def _end(self, path: str, span: Span | None) -> str:
        text = _words(self.source.reading.document, span)
        if text is not None and slug(text) in self.texts.get(path, {}):
            return self._target(path, text)
        return self._default(path)

    ### Parts of a reading

    def _mention(self, mention: Mention) -> Mention:
        if mention.entity is None:
            return mention
        named = mention.kind != "anaphor"
        target = self._target(mention.entity, mention.text) if named else self._default(mention.entity)
        return replace(mention, entity=target)

    def _pieces(self, entity: Entity) -> Iterator[Entity]:
        """Yield the things that a thing of this document becomes, each with the names that go with it."""
        words = self.texts.get(entity.id, {})
        default = self._default(entity.id)
        targets = {key: self._target(entity.id, text) for key, text in words.items()}
        for target in sorted({default, *targets.values()}):
            names = [words[key] for key in words if targets[key] == target]
            elsewhere = {key for key in words if targets[key] != target}
            yield self._piece(entity, target, names, elsewhere)

    def _piece(self, entity: Entity, target: str, names: list[str], elsewhere: set[str]) -> Entity:
        kept = [name for name in (entity.label, *entity.aliases) if slug(name) not in elsewhere]
        if target != self.same(entity.id):  # split off: what it was called in the text is all that is known of it
            kept = [" ".join(name.split()) for name in names] or kept
            split = next(s for s in self.splits[self.same(entity.id)] if self.same(s.into) == target)
            entity = replace(entity, type=split.type or entity.type, code=None, value=None, nominal=False)
        kept = kept or [entity.label]
        return replace(entity, id=target, label=kept[0], aliases=tuple(dict.fromkeys(kept[1:])))

    def _statements(self, statement: Statement) -> Iterator[Statement]:
        """Yield a statement with the ends that it has where each of its places stands."""
        places: defaultdict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for place in statement.evidence:
            ends = self._end(statement.subject, place.subject), self._end(statement.object, place.object)
            places[ends].append(place)
        if not places:
            yield self._whole(statement)
        for (subject, object_), found in sorted(places.items()):
            yield self._renamed(replace(statement, evidence=tuple(found)), subject, object_)

    def _whole(self, statement: Statement) -> Statement:
        return self._renamed(statement, self._default(statement.subject), self._default(statement.object))

    def _renamed(self, statement: Statement, subject: str, object_: str) -> Statement:
        said_by = statement.attributed_to
        ids = {said_by: self._default(said_by)} if said_by else {}
        ids |= {statement.subject: subject, statement.object: object_}
        return renamed_statement(statement, ids, self.ontology)


def _words(document: Document, span: Span | None) -> str | None:
    return document.text[span.start : span.end] if span else None
