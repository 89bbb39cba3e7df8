"""The named questions answer what their descriptions say."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.corroborate.whole import copy_quad, corroborate
from kg.errors import KGError
from kg.ontology import load_ontology
from kg.rdf import to_quads
from kg.records import Document, Entity, Evidence, Field, Graph, Reading, Source, Statement, Status
from kg.store.disk import memory_store
from kg.store.questions import Parameter, find_question, named_queries, run_question
from kg.store.results import Rows, Triples
from tests.witnessed import LLM, SPACY, witnessed_store

NAMES = {
    "c/CN": "China", "c/RU": "Russia", "c/FR": "France", "c/GE": "Georgia", "l/georgia": "Georgia",
    "o/cnsa": "China National Space Administration", "o/cnes": "CNES", "o/apsco": "APSCO",
    "p/ilrs": "International Lunar Research Station", "p/chang-e-6": "Chang'e-6", "p/chang-e-8": "Chang'e-8",
    "v/long-march-5": "Long March 5", "a/ilrs-accord": "ILRS Accord", "a/treaty": "Space Treaty", "e/iac": "IAC",
    "n/wu": "Wu Yanhua", "d/2021-03-09": "9 March 2021", "d/2024-05": "May 2024", "d/2028": "2028", "d/2035": "2035",
    "d/2036": "2036", "d/2023-10": "October 2023", "l/baku": "Baku",
}  # fmt: skip
CLASSES = {
    "c": ("country", "Country"), "o": ("organization", "Agency"), "p": ("project", "Project"),
    "v": ("project", "LaunchVehicle"),
    "a": ("agreement", "Agreement"), "e": ("event", "Event"), "n": ("person", "Person"), "d": ("date", "Date"),
    "l": ("place", "Place"),
}  # fmt: skip

OLD = """
c/CN cooperatesWith c/RU asserted
c/CN cooperatesWith c/FR planned
c/CN signatoryOf a/ilrs-accord asserted
c/RU signatoryOf a/ilrs-accord planned
c/FR signatoryOf a/treaty planned n/wu
a/ilrs-accord signedOn d/2021-03-09 asserted
o/cnsa agencyOf c/CN asserted
o/cnes agencyOf c/FR asserted
o/cnsa operates p/ilrs asserted
c/RU participatesIn p/ilrs planned
p/ilrs endDate d/2035 planned
p/chang-e-6 launchDate d/2024-05 planned
p/chang-e-8 launchDate d/2028 planned
o/cnsa launches p/chang-e-8 planned
p/chang-e-8 launchVehicle v/long-march-5 planned
n/wu affiliation o/cnsa asserted - deputy_director
c/CN memberOf o/apsco asserted
c/FR memberOf o/apsco negated
"""
NEW = """
c/CN cooperatesWith c/RU asserted o/cnsa
c/RU signatoryOf a/ilrs-accord asserted
c/FR cooperatesWith c/RU negated
c/CN cooperatesWith c/RU negated
p/ilrs endDate d/2036 planned
p/chang-e-6 launchDate d/2024-05 asserted
o/cnes participatesIn p/chang-e-6 asserted
c/CN develops p/chang-e-8 asserted
c/GE participatesIn e/iac asserted
l/georgia locatedIn c/GE asserted
e/iac eventDate d/2023-10 asserted
e/iac locatedIn l/baku asserted
"""


def entity(name: str) -> Entity:
    group, own = name.split("/")
    path, kind = CLASSES[group]
    return Entity(
        f"{path}/{own}", kind, NAMES[name], code=own if group == "c" else None, value=own if group == "d" else None
    )


def source(title: str, date: str, publisher: str, said: str) -> Source:
    lines = said.strip().splitlines()
    text = "\n".join(lines)
    statements = []
    for line in lines:
        subject, predicate, end, status, speaker, role = (*line.split(), "-", "-")[:6]
        known: dict[str, Status] = {"asserted": "asserted", "planned": "planned", "negated": "negated"}
        start = text.find(line)
        statements.append(
            Statement(
                entity(subject).id, predicate, entity(end).id, known[status],
                entity(speaker).id if speaker != "-" else None, role.replace("_", " ") if role != "-" else None, "test",
                (Evidence(start, start + len(line), line),),
            )
        )  # fmt: skip
    document = Document(
        f"{title}.txt", text, (Field("title", title), Field("date", date), Field("publisher", publisher))
    )
    return Source(f"document/{title.lower()}-00000000", Reading(document, (), (), tuple(statements)))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    sources = (source("Old", "2021-04-01", "Xinhua", OLD), source("New", "2024-06", "TASS", NEW))
    pages = [Entity(s.id, "Document", s.reading.document.title) for s in sources]
    graph = Graph("https://kg.example/", tuple(sorted([*map(entity, NAMES), *pages])), sources)
    return memory_store(to_quads(graph, load_ontology()))


@pytest.fixture(scope="module")
def disagreeing() -> ox.Store:
    """Return the store of a release, a copy of it, and a document that gives another date."""
    said = "p/chang-e-6 launchDate d/2024-05 asserted\nc/CN develops p/chang-e-6 asserted"
    sources = (
        source("Release", "2024-06-01", "CNSA", said),
        source("Copy", "2024-06-02", "Daily", said),
        source(
            "Other",
            "2024-06-03",
            "TASS",
            "p/chang-e-6 launchDate d/2023-10 asserted\nc/CN develops p/chang-e-6 asserted",
        ),
    )
    pages = [Entity(s.id, "Document", s.reading.document.title) for s in sources]
    graph = Graph("https://kg.example/", tuple(sorted([*map(entity, NAMES), *pages])), sources)
    together = corroborate(graph, load_ontology())
    copy = copy_quad(graph.base, sources[1].id, sources[0].id)
    return memory_store([*to_quads(graph, load_ontology()), *together.quads(), copy])


CNSA = "China National Space Administration"
ILRS = "International Lunar Research Station"
HEADS = {
    "agencies": "country organization kind",
    "agreements": "year agreement actor status",
    "attributions": "speaker subject relation object status document",
    "conflicts": "thing what value document date quote",
    "connected": "actor kind neighbours",
    "cooperation": "actor partner documents since",
    "corroboration": "subject relation object status sources documents",
    "countries": "country projects agencies",
    "denied": "subject relation object quote document",
    "differing": "thing what one oneDocument other otherDocument",
    "disputed": "subject relation object asserting denying",
    "documents": "document date publishers asserted planned negated",
    "entities": "kind label documents",
    "events": "event from date place participants",
    "facts": "document subject relation object status quote",
    "finders": "finder kind statements alone",
    "found": "subject relation object status foundBy quote document",
    "fulfilled": "subject relation object announced done",
    "launches": "from date project launchers vehicles",
    "members": "organization member status documents",
    "partners": "actor partner status documents",
    "people": "person role organization status latest",
    "planned": "subject relation object quote document",
    "projects": "project partner relation status documents",
    "properties": "relation asserted planned negated",
    "signatories": "agreement signatory status documents",
    "timeline": "from date thing what status documents",
    "unsigned": "actor agreement date document",
}

RELEASES = (("Release", "2024-06-01"), ("Copy", "2024-06-02"))

ANSWERS: dict[str, list[str]] = {
    "agencies": [f"China | {CNSA} | Agency", "France | CNES | Agency"],
    "agencies country=fr": ["France | CNES | Agency"],
    "agreements": [
        "2021 | ILRS Accord | China | asserted", "2021 | ILRS Accord | Russia | asserted",
        "2021 | ILRS Accord | Russia | planned", "None | Space Treaty | France | planned",
    ],
    "agreements actor=China": ["2021 | ILRS Accord | China | asserted"],
    "attributions": [
        f"{CNSA} | China | cooperatesWith | Russia | asserted | New",
        "Wu Yanhua | France | signatoryOf | Space Treaty | planned | Old",
    ],
    "attributions speaker=wu-yanhua": ["Wu Yanhua | France | signatoryOf | Space Treaty | planned | Old"],
    "differing": [f"{ILRS} | endDate | 2035 | Old | 2036 | New"],
    "cooperation": ["China | Russia | 2 | 2021-04-01"],
    "countries": ["China | 2 | 1", "France | 1 | 1"],
    "denied": [
        "China | cooperatesWith | Russia | c/CN cooperatesWith c/RU negated | New",
        "France | cooperatesWith | Russia | c/FR cooperatesWith c/RU negated | New",
        "France | memberOf | APSCO | c/FR memberOf o/apsco negated | Old",
    ],
    "disputed": ["China | cooperatesWith | Russia | 2 | 1"],
    "documents": ["Old | 2021-04-01 | Xinhua | 8 | 9 | 1", "New | 2024-06 | TASS | 9 | 1 | 2"],
    "events": ["IAC | 2023-10-01 | October 2023 | Baku | Georgia"],
    "fulfilled": [
        "Chang'e-6 | launchDate | May 2024 | 2021-04-01 | 2024-06",
        "Russia | signatoryOf | ILRS Accord | 2021-04-01 | 2024-06",
    ],
    "launches": [f"2028-01-01 | 2028 | Chang'e-8 | {CNSA} | Long March 5"],
    "members": ["APSCO | China | asserted | 1", "APSCO | France | negated | 1"],
    "members organization=apsco": ["APSCO | China | asserted | 1", "APSCO | France | negated | 1"],
    "partners actor=France": ["France | Russia | negated | 1", "France | China | planned | 1"],
    "partners": [
        "China | Russia | asserted | 2", "China | Russia | negated | 1", "China | France | planned | 1",
        "France | Russia | negated | 1", "France | China | planned | 1",
        "Russia | China | asserted | 2", "Russia | China | negated | 1", "Russia | France | negated | 1",
    ],
    "people": [f"Wu Yanhua | deputy director | {CNSA} | asserted | 2021-04-01"],
    "people organization=CNES": [],
    "planned thing=space treaty": [
        "France | signatoryOf | Space Treaty | c/FR signatoryOf a/treaty planned n/wu | Old",
    ],
    "projects": [
        "Chang'e-6 | CNES | participatesIn | asserted | 1", "Chang'e-8 | China | develops | asserted | 1",
        f"Chang'e-8 | {CNSA} | launches | planned | 1", f"{ILRS} | {CNSA} | operates | asserted | 1",
        f"{ILRS} | Russia | participatesIn | planned | 1",
    ],
    "projects project=Chang’e 6": ["Chang'e-6 | CNES | participatesIn | asserted | 1"],
    "signatories agreement=ILRS accord": [
        "ILRS Accord | China | asserted | 1", "ILRS Accord | Russia | asserted | 1",
        "ILRS Accord | Russia | planned | 1",
    ],
    "timeline thing=project/ilrs": [
        f"2035-01-01 | 2035 | {ILRS} | endDate | planned | 1", f"2036-01-01 | 2036 | {ILRS} | endDate | planned | 1",
    ],
    "unsigned": ["France | Space Treaty | 2021-04-01 | Old"],
    "facts thing=Georgia": [
        "Georgia | participatesIn | IAC | asserted | c/GE participatesIn e/iac asserted",
        "Georgia | locatedIn | Georgia | asserted | l/georgia locatedIn c/GE asserted",
    ],
}  # fmt: skip


def ask(store: ox.Store, call: str) -> Rows:
    name, *given = re.split(r" (?=\w+=)", call)
    result = run_question(store, name, dict(pair.split("=", 1) for pair in given))
    assert isinstance(result, Rows)
    return result


def lines(rows: Rows) -> list[str]:
    return [" | ".join(map(str, row)) for row in rows]


@pytest.mark.parametrize("call", sorted(ANSWERS))
def test_a_question_gives_the_expected_rows(store: ox.Store, call: str) -> None:
    expected = ANSWERS[call]
    rows = lines(ask(store, call))
    if call.startswith("facts"):
        rows = [row.partition(" | ")[2] for row in rows]
    assert rows == expected


def test_conflicts_are_told_with_the_sentences_of_both_sides(disagreeing: ox.Store) -> None:
    other = "Chang'e-6 | launchDate | October 2023 | Other | 2024-06-03 | p/chang-e-6 launchDate d/2023-10 asserted"
    said = "p/chang-e-6 launchDate d/2024-05 asserted"
    both = [f"Chang'e-6 | launchDate | May 2024 | {title} | {day} | {said}" for title, day in RELEASES]
    assert lines(ask(disagreeing, "conflicts")) == [other, *both]
    assert lines(ask(disagreeing, "conflicts thing=Chang'e-6")) == [other, *both]
    assert lines(ask(disagreeing, "conflicts thing=China")) == []


def test_a_copy_is_no_independent_source(disagreeing: ox.Store) -> None:
    assert lines(ask(disagreeing, "corroboration")) == [
        "China | develops | Chang'e-6 | asserted | 2 | 3",
        "Chang'e-6 | launchDate | May 2024 | asserted | 1 | 2",
        "Chang'e-6 | launchDate | October 2023 | asserted | 1 | 1",
    ]
    assert lines(ask(disagreeing, "corroboration thing=China")) == ["China | develops | Chang'e-6 | asserted | 2 | 3"]


ACCORDS = "Artemis Accords | signedOn | 12 March 2024 | asserted | signing"
INDIA = f"India | signatoryOf | Artemis Accords | asserted | signing · {LLM} · {SPACY}"
PERU = f"Peru | signatoryOf | Artemis Accords | asserted | signing · {SPACY}"
KENYA = f"Kenya | cooperatesWith | Norway | planned | {LLM} · {SPACY}"
EGYPT = f"Egypt | funds | Lunar Gateway | asserted | {LLM}"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("found document=accord.txt", [ACCORDS, INDIA, PERU, KENYA]),
        ("found finder=both", [INDIA, PERU]),
        ("found finder=witnesses", [INDIA, PERU, KENYA, EGYPT]),
        ("found finder=rules thing=Artemis Accords", [ACCORDS, INDIA, PERU]),
        (f"found finder={LLM}", [INDIA, KENYA, EGYPT]),
        ("found finder=signing document=accord.txt", [ACCORDS, INDIA, PERU]),
        ("found finder=nobody", []),
    ],
)
def test_facts_are_asked_for_by_who_found_them(call: str, expected: list[str]) -> None:
    assert [row.rpartition(" | ")[0].rpartition(" | ")[0] for row in lines(ask(witnessed_store(), call))] == expected


def test_those_who_found_something_are_counted() -> None:
    assert lines(ask(witnessed_store(), "finders")) == [
        f"{LLM} | witness | 3 | 1",
        f"{SPACY} | witness | 3 | 0",
        "signing | rule | 7 | 5",
        "funding | rule | 1 | 1",
    ]


def test_the_most_connected_actors_come_first(store: ox.Store) -> None:
    rows = lines(ask(store, "connected"))
    assert rows[:2] == ["China | Country | 5", f"{CNSA} | Agency | 3"]


def test_facts_of_a_document_come_in_the_order_of_its_text(store: ox.Store) -> None:
    rows = list(ask(store, "facts document=Old"))
    assert [str(row[-1]) for row in rows] == OLD.strip().splitlines()


def test_plans_that_came_true_are_no_longer_planned(store: ox.Store) -> None:
    rows = lines(ask(store, "planned"))
    assert len(rows) == 8
    assert not any("ILRS Accord" in row or "May 2024" in row for row in rows)


def test_the_graph_lists_what_it_names_and_says(store: ox.Store) -> None:
    assert "Country | China | 2" in lines(ask(store, "entities"))
    assert "Project | Chang'e-6 | 2" in lines(ask(store, "entities"))
    assert lines(ask(store, "properties"))[:2] == ["agencyOf | 2 | 0 | 0", "cooperatesWith | 2 | 1 | 2"]


def test_there_are_enough_questions_and_each_says_what_it_answers() -> None:
    questions = named_queries()
    assert len(questions) >= 14
    assert {question.name for question in questions} == set(HEADS)
    for question in questions:
        assert question.description.endswith((".", "?")), question.name
        assert "param" not in question.description
        assert "ORDER BY" in question.text, question.name


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_question_shows_labels_and_no_iris(store: ox.Store, disagreeing: ox.Store, name: str) -> None:
    rows = ask(disagreeing if name == "conflicts" else store, name)
    assert " ".join(rows.columns) == HEADS[name]
    assert len(rows) > 0
    assert not [row for row in rows.terms for term in row if isinstance(term, ox.NamedNode)]


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_question_can_be_asked_of_an_empty_store(name: str) -> None:
    rows = ask(ox.Store(), name)
    assert not [row for row in rows if row[0] is not None]


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_question_gives_no_row_twice(store: ox.Store, name: str) -> None:
    rows = ask(store, name).terms
    assert len(rows) == len(set(rows))


def test_a_value_never_becomes_part_of_the_query(store: ox.Store) -> None:
    with pytest.raises(KGError, match="nothing in the graph is called"):
        run_question(store, "agencies", {"country": "China' } UNION { ?s ?p ?o"})


def test_the_parameters_of_a_question_are_read() -> None:
    assert find_question("agencies").parameters == (Parameter("country", "Country label or code"),)
    assert find_question("agencies").description == "The agencies and other bodies of each country."


def test_a_question_may_take_values(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "after.rq").write_text(
        "# Documents after a year.\n"
        "# param year (xsd:integer): Year\n"
        "SELECT ?year ?title {\n"
        " GRAPH ?d { ?d dct:title ?title ; dct:date ?on } BIND(xsd:integer(SUBSTR(STR(?on), 1, 4)) AS ?year)\n"
        "}\n"
    )
    (question,) = named_queries(tmp_path)
    assert lines(run_question(store, question, {"year": "2024"})) == ["2024 | New"]  # type: ignore[arg-type]
    with pytest.raises(KGError, match=r"year='soon' is not an xsd:integer\. Expected: Year\."):
        run_question(store, question, {"year": "soon"})


def test_a_question_may_give_triples(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "all.rq").write_text("CONSTRUCT WHERE { ?s kg:agencyOf ?o }")
    (question,) = named_queries(tmp_path)
    result = run_question(store, question)
    assert isinstance(result, Triples)
    assert (question.description, len(result)) == ("", 2)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("agencys", {}, "there is no question 'agencys'. Did you mean agencies?"),
        ("xyzzy", {}, "there is no question 'xyzzy'. There are: agencies, agreements, attributions,"),
        ("agencies", {"contry": "CN"}, "the question agencies has no parameter 'contry'. There are: country."),
        ("cooperation", {"country": "CN"}, "the question cooperation has no parameter 'country'. There are: none."),
        ("agencies", {"country": "Chyna"}, "nothing in the graph is called 'Chyna'. Did you mean China"),
    ],
)
def test_a_slip_is_told_with_a_guess(store: ox.Store, name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(KGError, match=f"^{re.escape(message)}"):
        run_question(store, name, values)
