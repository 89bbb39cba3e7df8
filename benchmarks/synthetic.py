"""Write a synthetic graph of any size in the form that `kg build` gives it: hubs, planned and denied facts, quotes.

    python benchmarks/synthetic.py FOLDER [DOCUMENTS]

1,500 documents (the default) give a million quads. What each sentence says is drawn at random, the same each time: a
third of all sentences name the one largest hub, a country, and names of other kinds follow Zipf's law. The records then
go the way of those that are read from documents: `merge`, `rdf`, `store`, `search`. The texts lie in
FOLDER/documents.jsonl, so that `kg verify -g FOLDER` proves each quote. Nothing of what they say is true.
"""

import csv
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, cycle
from pathlib import Path

from kg.edtf import label
from kg.graph import KnowledgeGraph
from kg.merge import merge_readings
from kg.ontology import load_ontology
from kg.rdf import to_quads
from kg.records import PAGE, STATUSES, Document, Entity, Evidence, Field, Reading, Span, Statement
from kg.report import to_report
from kg.resources import GAZETTEER
from kg.store import memory_store
from kg.view.picture import texts_of

DOCUMENTS, SENTENCES, PARAGRAPH = 1_500, 45, 5
FILE = "documents.jsonl"
HUB = 1.8
"""The exponent of the countries' law: with it a third of all statements name the first of them."""
STATUS_WEIGHTS = (80, 15, 5)
SPOKEN = 0.2
"""A person is named as the speaker of this part of the sentences."""

FACTS = """
16 country cooperatesWith country workingWith | works with | will work with | no longer works with
12 country cooperatesWith organization workingWith | works with | will work with | no longer works with
12 country signatoryOf agreement signing | signed | will sign | did not sign
14 country participatesIn project participating | takes part in | will take part in | left
8 country memberOf organization joining | joined | will join | did not join
10 country funds project funding | funds | will fund | does not fund
5 agreement concerns country governing | governs | will govern | does not govern
4 organization agencyOf country nameOfState | is an agency of | will be an agency of | is no agency of
4 organization locatedIn country seatOfBody | stands in | will stand in | does not stand in
8 organization develops project developing | builds | will build | does not build
6 organization operates project operating | operates | will operate | does not operate
4 organization launches project launching | launched | will launch | did not launch
3 project launchVehicle vehicle flying | flew on | will fly on | did not fly on
4 project partOf whole partOfWhole | is part of | will be part of | is not part of
2 project locatedIn place housing | stands in | will stand in | does not stand in
2 event locatedIn place hosting | took place in | will take place in | was not held in
4 person affiliation organization appearing | works for | will work for | left
2 project startDate date beginning | began on | will begin on | did not begin on
2 agreement signedOn date signing | was signed on | will be signed on | was not signed on
2 event eventDate date eventDay | was held on | will be held on | was not held on
"""
"""How often it is said, subject, property, object and rule; the words when it is asserted, planned and negated."""

BODIES = {
    "Space Agency": "Agency",
    "Research Council": "Agency",
    "Aerospace Corporation": "Company",
    "Institute of Technology": "University",
    "Consortium": "Alliance",
}
FIELDS = ("Lunar", "Solar", "Polar", "Orbital", "Marine", "Arctic", "Quantum", "Fusion", "Climate", "Seismic")
STEMS = ("Aquila", "Borealis", "Corvus", "Dorado", "Eridanus", "Fornax", "Hydrus", "Lacerta", "Norma", "Pavo", "Vela")
THINGS = ("debris", "navigation", "resources", "telescopes", "habitats", "radiation", "landings", "data", "training")
TOPICS = tuple(f"{field.lower()} {thing}" for thing in THINGS for field in FIELDS)
TAILS = (
    "after two years of talks on {}",
    "as part of a programme for {}",
    "while both sides welcomed new work on {}",
    "although the costs of {} are still under review",
    "in spite of the doubts about {} that experts had raised before",
    "with a first report on {} expected within months",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What a sentence can say, and in which words for each status."""

    weight: int
    subject: str
    predicate: str
    object: str
    rule: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """The entities of a kind, those first that are named most."""

    entities: tuple[Entity, ...]
    weights: tuple[float, ...]

    def draw(self, chance: random.Random) -> Entity:
        """Return one of them."""
        return chance.choices(self.entities, cum_weights=self.weights)[0]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with what it states; `parts` are where its subject, verb and object stand in it."""

    text: str
    parts: tuple[Span, Span, Span]
    entities: tuple[Entity, ...]
    statement: Statement


### Names #############################################################################################################


def pools(documents: int) -> dict[str, Pool]:
    """Return the entities of each kind, about as many as so many documents would name."""
    chance = random.Random(0)  # noqa: S311 - the same names each time
    places = shuffled(cells("places", "name"), chance)
    bodies = shuffled([f"{place} {field} {body}" for place in places for field in FIELDS for body in BODIES], chance)
    people = zip(shuffled(cells("given_names", "name"), chance), cycle(cells("surnames", "name")), strict=False)
    found = {
        "country": countries(chance),
        "organization": [Entity(name, body_type(name), name) for name in bodies[: 3 * documents]],
        "project": named("Project", [f"{stem} {n}" for n in range(1, 2 + documents // 4) for stem in STEMS]),
        "vehicle": named("LaunchVehicle", [f"Falchion {n}" for n in range(1, 41)]),
        "agreement": named("Agreement", titles("{} Accord on {}", places)[: documents + 5]),
        "event": named("Event", titles("{} Forum on {}", places)[: documents + 5]),
        "place": named("Place", places[: documents + 5]),
        "person": named("Person", [" ".join(name) for name in people][: 3 * documents]),
        "date": [day(number) for number in chance.sample(range(24_000), 2 * documents)],
    }
    return {kind: Pool(tuple(e), law(len(e), HUB if kind == "country" else 1)) for kind, e in found.items()}


def law(count: int, exponent: float) -> tuple[float, ...]:
    """Return the cumulated weights of Zipf's law."""
    return tuple(accumulate((1 + rank) ** -exponent for rank in range(count)))


def cells(table: str, field: str) -> list[str]:
    """Return a column of a gazetteer."""
    with (GAZETTEER / f"{table}.tsv").open(encoding="utf-8", newline="") as file:
        return [row[field] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def shuffled(names: Iterable[str], chance: random.Random) -> list[str]:
    """Return each name once, in an order of chance."""
    ordered = sorted(set(names))
    chance.shuffle(ordered)
    return ordered


def named(kind: str, names: Iterable[str]) -> list[Entity]:
    """Return an entity of a class for each name."""
    return [Entity(name, kind, name) for name in names]


def titles(form: str, places: Iterable[str]) -> list[str]:
    """Return a title with each place and a topic."""
    return [form.format(place, topic.title()) for place, topic in zip(places, cycle(TOPICS), strict=False)]


def body_type(name: str) -> str:
    """Return the class of an organization by the end of its name."""
    return next(kind for ending, kind in BODIES.items() if name.endswith(ending))


def countries(chance: random.Random) -> list[Entity]:
    """Return the countries of today, in an order of chance."""
    columns = zip(*(cells("countries", field) for field in ("code", "name", "kind")), strict=True)
    found = [Entity(code, "Country", name, code=code) for code, name, kind in columns if kind == "country"]
    chance.shuffle(found)
    return found


def day(number: int) -> Entity:
    """Return a day, counted from the first of 1980."""
    value = (date(1980, 1, 1) + timedelta(days=number)).isoformat()
    return Entity(value, "Date", label(value), value=value)


### Documents #########################################################################################################


def synthetic_readings(documents: int) -> Iterator[Reading]:
    """Yield so many readings, the same each time."""
    known = pools(documents)
    facts = [read_fact(line) for line in FACTS.strip().splitlines()]
    weights = [*accumulate(fact.weight for fact in facts)]
    for number in range(documents):
        chance = random.Random(number)  # noqa: S311 - the same document each time
        page = Entity(PAGE, "Document", f"Report {number + 1} on {chance.choice(TOPICS)}")
        said = published(page, known, chance)
        said += [sentence(fact, known, chance) for fact in chance.choices(facts, cum_weights=weights, k=SENTENCES)]
        yield to_reading(f"{FILE}#{number + 1}", page, said)


def read_fact(line: str) -> Fact:
    """Return what a line of `FACTS` says."""
    head, *verbs = line.split(" | ")
    weight, subject, predicate, object_, rule = head.split()
    return Fact(int(weight), subject, predicate, object_, rule, tuple(verbs))


def sentence(fact: Fact, known: Mapping[str, Pool], chance: random.Random) -> Said:
    """Return a sentence that states such a fact of two entities."""
    subject, object_ = ends(fact, known, chance)
    status = chance.choices(STATUSES, STATUS_WEIGHTS)[0]
    speaker = known["person"].draw(chance) if chance.random() < SPOKEN else None
    tail = chance.choice(TAILS).format(chance.choice(TOPICS))
    words = (subject.label, fact.verbs[STATUSES.index(status)], object_.label)
    text = f"{' '.join(words)} {tail}{f', {speaker.label} said' if speaker else ''}."
    role = f"{chance.choice(FIELDS).lower()} adviser" if fact.predicate == "affiliation" else None
    statement = Statement(
        subject.id, fact.predicate, object_.id, status, speaker.id if speaker else None, role, fact.rule
    )
    entities = (subject, object_, speaker) if speaker else (subject, object_)
    return Said(text, places(words), entities, statement)


def ends(fact: Fact, known: Mapping[str, Pool], chance: random.Random) -> tuple[Entity, Entity]:
    """Return two different entities; the wholes of a project and of its wholes make a chain."""
    if fact.object == "whole":
        projects = known["project"].entities
        part = chance.randrange(1, len(projects))
        return projects[part], projects[part // 3]
    subject = known[fact.subject].draw(chance)
    while (object_ := known[fact.object].draw(chance)) == subject:
        pass
    return subject, object_


def places(words: Sequence[str]) -> tuple[Span, Span, Span]:
    """Return where three parts stand that begin a sentence."""
    first, second, third = words
    at = len(first) + 1, len(first) + len(second) + 2
    return Span(0, len(first)), Span(at[0], at[0] + len(second)), Span(at[1], at[1] + len(third))


def published(page: Entity, known: Mapping[str, Pool], chance: random.Random) -> list[Said]:
    """Return the lines that say by whom and when a document was published."""
    said = []
    for predicate, verb, kind in (
        ("publishedBy", "is published by", "organization"),
        ("publishedOn", "appeared on", "date"),
    ):
        object_ = known[kind].draw(chance)
        words = (page.label, verb, object_.label)
        statement = Statement(PAGE, predicate, object_.id, found_by=f"{predicate}Line")
        said.append(Said(" ".join(words) + ".", places(words), (object_,), statement))
    return said


def to_reading(source: str, page: Entity, said: Sequence[Said]) -> Reading:
    """Return the reading of a document that says so, in paragraphs."""
    text, statements = "", []
    for number, one in enumerate(said):
        text += "" if not text else " " if number % PARAGRAPH else "\n\n"
        spans = [Span(span.start + len(text), span.end + len(text)) for span in one.parts]
        evidence = Evidence(len(text), len(text) + len(one.text), one.text, *spans)
        text += one.text
        statements.append((one.statement, evidence))
    publisher, published_on = (one.entities[0] for one in said[:2])
    fields = (
        Field("title", page.label),
        Field("publisher", publisher.label),
        Field("date", published_on.value or ""),
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    entities = {entity.id: entity for one in said for entity in one.entities}
    return Reading(
        Document(source, text, fields, media_type="application/jsonl", source_sha256=digest),
        tuple(sorted(entities.values())),
        statements=tuple(
            Statement(s.subject, s.predicate, s.object, s.status, s.attributed_to, s.role, s.found_by, (evidence,))
            for s, evidence in statements
        ),
    )


### The graph #########################################################################################################


def synthetic_graph(documents: int, folder: Path) -> KnowledgeGraph:
    """Return the graph of so many documents, whose texts are said to lie in a folder."""
    ontology = load_ontology()
    graph = merge_readings(synthetic_readings(documents), ontology=ontology)
    report = to_report(graph, (), ontology, seconds=0)
    report["folder"] = folder.absolute().as_posix()
    return KnowledgeGraph(memory_store(to_quads(graph, ontology)), report, ontology=ontology, texts=texts_of(graph))


def write_synthetic(folder: str | Path, documents: int = DOCUMENTS) -> int:
    """Write the graph of so many documents, and their texts, as `kg build -o` does; return the number of quads."""
    folder = Path(folder)
    graph = synthetic_graph(documents, folder)
    graph.write(folder)
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(to_line(reading.document) for reading in synthetic_readings(documents))
    return len(graph.store)


def to_line(document: Document) -> str:
    """Return a document as a line of JSON."""
    fields = {field.name: field.value for field in document.fields}
    line = {"id": document.source.partition("#")[2], **fields, "text": document.text}
    return json.dumps(line, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the graph, and say how large it is."""
    folder, *rest = sys.argv[1:]
    started = time.perf_counter()
    quads = write_synthetic(folder, int(rest[0]) if rest else DOCUMENTS)
    print(f"{folder}: {quads:,} quads in {time.perf_counter() - started:.0f} s. Look at it with: kg serve -g {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
