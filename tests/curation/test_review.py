"""A review lists what was planted, and nothing of a clean graph."""

import time
from itertools import product

import pytest

from kg.curation import Accept, Decision, Distinction, Merge, Reject
from kg.curation.likeness import Called, likenesses
from kg.curation.review import Finding, review
from kg.merge import merge_readings
from kg.ontology import NAMESPACE, load_ontology
from kg.rdf import to_quads
from kg.records import Document, Entity, Evidence, Field, Reading, Span, Statement, Status
from kg.store import memory_store

ONTOLOGY = load_ontology()
LAUNCH_DATE = NAMESPACE + "launchDate"
CRAFT = "project/orbiter-one"


def dated(name: str, value: str, *, status: Status = "asserted", day: str = "") -> Reading:
    """Return the reading of a document of its own that says when Orbiter One is launched."""
    text = f"{name}: Orbiter One is launched on {value}."
    start = len(name) + 2
    things = (Entity("e1", "Project", "Orbiter One"), Entity("e2", "Date", value, value=value))
    ends = Span(start, start + 11), None, Span(text.index(value, start), len(text) - 1)
    said = Statement("e1", "launchDate", "e2", status, evidence=(Evidence(0, len(text), text, *ends),))
    fields = (Field("date", day),) if day else ()
    return Reading(Document(f"{name}.txt", text, fields), things, (), (said,))


def about(name: str, *labels: str, kind: str = "Agency") -> Reading:
    """Return the reading of a document that says that some bodies launch Orbiter One."""
    text = f"{name}: {', '.join(labels)} launch Orbiter One."
    craft = Entity("e0", "Project", "Orbiter One")
    at = text.index("Orbiter One")
    things, said = [craft], []
    for number, label in enumerate(labels, 1):
        things.append(Entity(f"e{number}", kind, label))
        start = text.index(label)
        place = Evidence(0, len(text), text, Span(start, start + len(label)), None, Span(at, at + 11))
        said.append(Statement(f"e{number}", "launches", "e0", evidence=(place,)))
    return Reading(Document(f"{name}.txt", text), tuple(things), (), tuple(said))


def reviewed(*given: Reading, decisions: tuple[Decision, ...] = (), limit: int | None = None) -> list[Finding]:
    graph = merge_readings(given, ontology=ONTOLOGY)
    return review(memory_store(to_quads(graph, ONTOLOGY)), ONTOLOGY, decisions=decisions, limit=limit)


def fact(value: str) -> tuple[str, str, str]:
    return CRAFT, LAUNCH_DATE, f"date/{value}"


def test_a_clean_graph_needs_no_look() -> None:
    assert not reviewed(
        about("a", "Alpha Agency"), about("b", "Beta Bureau"), dated("c", "2024-05"), dated("d", "2024")
    )


def test_two_documents_with_two_dates_are_a_conflict_with_both_quotes() -> None:
    found = reviewed(dated("a", "2024-05-03"), dated("b", "2024-05-04"))
    assert [(one.kind, one.about) for one in found] == [
        ("conflict", "Orbiter One  launchDate  3 May 2024 or 4 May 2024")
    ]
    assert [quote.source for quote in found[0].quotes] == ["a.txt", "b.txt"]
    assert found[0].mend == (
        "kg reject project/orbiter-one launchDate date/2024-05-04",
        "kg reject project/orbiter-one launchDate date/2024-05-03",
    )


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("2024", "2024-05", False),
        ("2024-05", "2024-05-04", False),
        ("202X", "2025", False),
        ("2016/2020", "2019/2022", False),
        ("2024~", "2025", False),
        ("2024", "2025-05", True),
        ("2024-05", "2024-06-01", True),
        ("2016/2020", "2021", True),
    ],
)
def test_dates_that_have_a_day_in_common_do_not_conflict(one: str, other: str, conflict: bool) -> None:  # noqa: FBT001
    assert bool(reviewed(dated("a", one), dated("b", other))) == conflict


def test_a_conflict_goes_when_one_value_is_rejected_or_both_are_accepted() -> None:
    given = dated("a", "2024-05-03"), dated("b", "2024-05-04")
    assert not reviewed(*given, decisions=(Reject(*fact("2024-05-04")),))
    assert reviewed(*given, decisions=(Accept(*fact("2024-05-04")),))
    assert not reviewed(*given, decisions=(Accept(*fact("2024-05-03")), Accept(*fact("2024-05-04"))))
    elsewhere = Reject(*fact("2024-05-04"), document="0" * 64)
    assert reviewed(*given, decisions=(elsewhere,))
    assert not reviewed(*given, decisions=(Reject(*fact("2024-05-04"), document=given[1].document.sha256),))


def test_a_fact_that_another_document_denies_is_a_conflict() -> None:
    found = reviewed(dated("a", "2024"), dated("b", "2024", status="negated"))
    assert [(one.kind, one.reason) for one in found] == [("conflict", "stated, and denied")]
    assert all(line.startswith("kg reject statement/") for line in found[0].mend)


@pytest.mark.parametrize(
    ("planned", "stated", "conflict"), [("2024", "2023", True), ("2023", "2024", False), ("", "2023", False)]
)
def test_only_a_later_plan_is_against_what_is_stated(planned: str, stated: str, conflict: bool) -> None:  # noqa: FBT001
    found = reviewed(dated("a", "2025", status="planned", day=planned), dated("b", "2025", day=stated))
    assert bool(found) == conflict


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Agence Spatiale Nord", "Spatiale Nord Agence", "same words"),
        ("Northern Space Agency", "Northern Space Agancy", "differ by one letter"),
        ("Northern Space Agency", "Northern Space Agenncy", "differ by one letter"),
        ("Northern Orbital Launch Agency", "NOLA", "first letters"),
        ("Northern Space Agency", "Space Agency", "one name holds the other, and both: launches Orbiter One"),
    ],
)
def test_names_that_are_alike_are_likely_duplicates(one: str, other: str, reason: str) -> None:
    found = reviewed(about("a", one), about("b", other))
    assert [finding.kind for finding in found] == ["duplicate"]
    assert reason in found[0].reason
    assert {quote.source for quote in found[0].quotes} == {"a.txt", "b.txt"}
    assert found[0].mend[0].startswith("kg merge organization/")
    assert " --from " in found[0].mend[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orbit 5 Company", "Orbit 6 Company"),
        ("Orbit II Company", "Orbit III Company"),
        ("PSLV", "GSLV"),
        ("Nord Company", "Sud Company"),
        ("Apollo", "Apollo XI"),
    ],
)
def test_names_that_tell_things_apart_are_no_duplicates(one: str, other: str) -> None:
    assert not reviewed(about("a", one, kind="Company"), about("b", other, kind="Company"))


def test_things_of_two_kinds_are_no_duplicates() -> None:
    assert not reviewed(about("a", "Northern Space Agency"), about("b", "Northern Space Agancy", kind="Project"))


def test_what_was_decided_is_left_out() -> None:
    given = about("a", "Northern Space Agency"), about("b", "Northern Space Agancy")
    one, other = "organization/northern-space-agancy", "organization/northern-space-agency"
    for decision in (Merge(other, one), Distinction(one, other)):
        assert not reviewed(*given, decisions=(decision,))


def test_a_fact_with_an_unnamed_end_is_weak_until_it_is_accepted_or_stated_twice() -> None:
    text = "It launched a probe."
    things = (Entity("e1", "Agency", "Northern Agency"), Entity("e2", "Project", "a probe", nominal=True))
    place = Evidence(0, len(text), text, Span(30, 38), None, Span(12, 19))
    said = Statement("e1", "launches", "e2", evidence=(place,))
    weak = Reading(Document("w.txt", text + " Northern Agency."), things, (), (said,))
    found = reviewed(weak)
    assert [one.kind for one in found] == ["weak"]
    assert found[0].reason == (
        "stated once; the sentence does not name Northern Agency and a probe has no name of its own"
    )
    path = found[0].mend[1].split()[-1]
    accept = Accept("organization/northern-agency", NAMESPACE + "launches", path)
    assert not reviewed(weak, decisions=(accept,))


def test_the_worst_come_first_and_no_more_than_asked_for() -> None:
    given = dated("a", "2024-05-03"), dated("b", "2024-05-04"), about("c", "Nola Agency"), about("d", "Agency Nola")
    scores = [one.score for one in reviewed(*given)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2
    assert len(reviewed(*given, limit=1)) == 1


def test_a_hundred_thousand_names_are_not_compared_each_with_each() -> None:
    """Ten times the names take less than thirty times the time; each with each would take a hundred times."""
    words = [f"{a}{b}{c}on" for a, b, c in product("bdfgklmnpr", "aeiou", "bdfgklmnprstvz")]

    def seconds(number: int) -> float:
        things = [
            Called(f"x:{at}", "organization", f"{words[at % 700]} {words[at // 700 % 700]} agency")
            for at in range(number)
        ]
        started = time.process_time()
        likenesses(things, {})
        return time.process_time() - started

    assert seconds(20_000) < 30 * seconds(2_000)
