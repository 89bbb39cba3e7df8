"""Propose rows of gazetteers: names that witnesses find and rules do not."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.find import find_mentions
from kg.lexicon import PROJECTS, Lexicon, columns_of, load_lexicon, table_of
from kg.link.keys import tidy
from kg.ontology import Ontology
from kg.records import Entity, Mention, Reading, Span
from kg.resources import GAZETTEER
from kg.suggest.choose import is_worth
from kg.suggest.proposals import Row
from kg.suggest.told import Told
from kg.text import folded
from kg.witness.join import related

_LEAST = 2
"""Documents, or statements, that a name must have to be worth a row."""
_SHORTEST = 3
_KINDS = ("constellation", "instrument", "programme", "spacecraft", "station", "system", "telescope", "mission")
"""What a project may be by the last word of its name."""
_KIND_OF = {"LaunchVehicle": "vehicle", "Place": "region"}


@dataclass
class _Named:
    """What witnesses call a thing: forms that rules do not find, with where they stand."""

    kinds: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    places: set[tuple[int, Span]] = field(default_factory=set)
    countries: Counter[str] = field(default_factory=Counter)
    statements: int = 0

    @property
    def kind(self) -> str:
        """The class that it has most often."""
        return min(self.kinds, key=lambda kind: (-self.kinds[kind], kind))


def rows_for(told: Sequence[Told], ontology: Ontology, lexicon: Lexicon, *, min_support: int) -> list[Row]:
    """Return the rows that find names which witnesses find, sorted by table and name, with their figures.

    Such a name occurs in two documents or statements at least, no row has it yet, and its row finds little else.
    """
    least = max(_LEAST, min_support)
    found = {
        name: named
        for name, named in _named(told, ontology).items()
        if max(len({at for at, _ in named.places}), named.statements) >= least and not _is_known(name, named, lexicon)
    }
    rows = sorted((_row(name, named, lexicon, told) for name, named in found.items()), key=lambda r: (r.table, r.name))
    return _tried(rows, told, ontology) if rows else []


def lexicon_with(rows: Iterable[Row]) -> Lexicon:
    """Return the lexicon of the gazetteers with rows appended to them."""
    with TemporaryDirectory(prefix="kg-") as place:
        folder = Path(place) / "gazetteer"
        shutil.copytree(GAZETTEER, folder)
        for row in rows:
            with (folder / f"{row.table}.tsv").open("a", encoding="utf-8", newline="\n") as file:
                file.write("\t".join(row.cells) + "\n")
        return load_lexicon(folder)


def _named(told: Sequence[Told], ontology: Ontology) -> dict[str, _Named]:
    found: dict[str, _Named] = defaultdict(_Named)
    for at, one in enumerate(told):
        entities = {entity.id: entity for entity in one.reading.entities}
        there = set()
        for mention in _new(one, ontology):
            entity = entities.get(mention.entity or "")
            if entity is not None:
                there.add(entity.id)
                named = found[entity.label]
                named.kinds[entity.type] += 1
                named.forms[tidy(mention.text)] += 1
                named.places.add((at, mention.span))
        _count(one.reading, there, entities, found)
    return {name: named for name, named in found.items() if _is_name(name) and table_of(named.kind)}


def _count(reading: Reading, there: set[str], entities: dict[str, Entity], found: dict[str, _Named]) -> None:
    """Count the statements of witnesses about things, and the countries that these lie in."""
    for statement in reading.statements:
        if statement.witnesses:
            for end in there.intersection((statement.subject, statement.object)):
                found[entities[end].label].statements += 1
        code = entities[statement.object].code if statement.object in entities else None
        if statement.predicate == "locatedIn" and statement.subject in there and code:
            found[entities[statement.subject].label].countries[code] += 1


def _new(told: Told, ontology: Ontology) -> Iterator[Mention]:
    """Yield the names that only witnesses find, where rules read no name of such a thing."""
    known = [mention for mention in told.mentions if mention.kind == "name"]
    for mention in told.reading.mentions:
        if mention.kind == "name" and _is_name(tidy(mention.text)):
            over = (other for other in known if other.span.overlaps(mention.span))
            if not any(related(mention.type, other.type, ontology) for other in over):
                yield mention


def _is_name(words: str) -> bool:
    """Return whether words look like a name, which may stand in a table."""
    return len(words) >= _SHORTEST and any(c.isupper() or c.isdigit() for c in words) and not {*"\t\n|"} & {*words}


def _is_known(name: str, named: _Named, lexicon: Lexicon) -> bool:
    """Return whether a row has the name already, or one of its forms, as that of such a thing."""
    table = table_of(named.kind)
    return any(
        table_of(one.type) == table for form in (name, *named.forms) for one in lexicon.lookup_name(folded(form))
    )


def _row(name: str, named: _Named, lexicon: Lexicon, told: Sequence[Told]) -> Row:
    aliases = sorted(form for form in named.forms if form != name and not lexicon.lookup_name(folded(form)))
    documents = sorted({told[at].document.source for at, _ in named.places})
    kind = named.kind
    country = min(named.countries, key=lambda code: (-named.countries[code], code), default="")
    cells = {
        "name": name,
        "type": kind,
        "country": country,
        "kind": _KIND_OF.get(kind) or (_kind_of_project(name) if kind in PROJECTS else ""),
        "aliases": "|".join(aliases),
        "reference": " ".join(documents[0].split()),
    }
    table = table_of(kind) or ""
    row = tuple(cells[column] for column in columns_of(table))
    return Row(table, row, len(named.places), 0, named.statements, tuple(documents))


def _kind_of_project(name: str) -> str:
    last = name.lower().split()[-1]
    return last if last in _KINDS else "mission"


def _tried(rows: Sequence[Row], told: Sequence[Told], ontology: Ontology) -> list[Row]:
    """Return the rows that find what they should and little else, with their figures."""
    lexicon = lexicon_with(rows)
    gain, cost = Counter[str](), Counter[str]()
    names = {row.name for row in rows}
    for one in told:
        places = {mention.span for mention in _new(one, ontology)}
        said = [mention for mention in one.reading.mentions if mention.kind == "name"]
        for mention in find_mentions(one.document, lexicon):
            if mention.name in names and mention.kind == "name":
                is_said = any(other.span.overlaps(mention.span) for other in said)
                gain[mention.name] += mention.span in places
                cost[mention.name] += not is_said
    figures = [replace(row, gain=gain[row.name], cost=cost[row.name]) for row in rows]
    return [row for row in figures if is_worth(row.gain, row.cost)]
