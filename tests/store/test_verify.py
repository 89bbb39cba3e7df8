"""Every quote is proved again against its source."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ReadError, StoreError
from kg.ontology import load_ontology
from kg.rdf import TYPE, kg, to_quads
from kg.records import Document, Entity, Evidence, Graph, Reading, Source, Span, Statement
from kg.store.disk import memory_store, write_store
from kg.store.verify import Problem, verify

BASE = "https://kg.example/"
TEXT = "China and Russia signed a treaty. China will build a station."
ENTITIES = (Entity("country/CN", "Country", "China", code="CN"), Entity("country/RU", "Country", "Russia", code="RU"))
STATEMENTS = (
    Statement("country/CN", "cooperatesWith", "country/RU", evidence=(Evidence(0, 33, TEXT[:33]),)),
    Statement("country/CN", "cooperatesWith", "country/RU", "planned", evidence=(Evidence(34, 61, TEXT[34:]),)),
)
SOURCES = ("news.txt", "lines.jsonl#1", "lines.jsonl#2", "https://a.example/page#part")


def documents(text: str = TEXT) -> dict[str, Document]:
    return {source: Document(source, f"{text}{'' if source == 'news.txt' else source}") for source in SOURCES}


def make(statements: tuple[Statement, ...] = STATEMENTS) -> ox.Store:
    sources = tuple(
        Source(f"document/d-{n}", Reading(document, (), (), statements))
        for n, document in enumerate(documents().values())
    )
    return memory_store(to_quads(Graph(BASE, ENTITIES, sources), load_ontology()))


def reader(**changed: str | None) -> Callable[[str], list[Document]]:
    """Return a reader of files, with the text of those in `changed` replaced, or gone."""

    def read(path: str) -> list[Document]:
        found = [d for source, d in documents().items() if source == path or source.partition("#")[0] == path]
        if changed.get(path.partition(".")[0], "") is None:
            message = "no such file. Check the name."
            raise ReadError(message, path=path)
        new = changed.get(path.partition(".")[0])
        return [replace(document, text=new) if new else document for document in found]

    return read


def test_a_store_that_its_sources_bear_out_has_no_problem() -> None:
    assert verify(make(), reader()) == []


def test_a_file_is_read_once() -> None:
    asked = []

    def read(path: str) -> list[Document]:
        asked.append(path)
        return reader()(path)

    assert verify(make(), read) == []
    assert asked == ["news.txt", "lines.jsonl", "https://a.example/page#part"]


def test_the_folder_of_a_store_will_do(tmp_path: Path) -> None:
    write_store(make(), tmp_path / "store")
    assert verify(tmp_path, reader()) == []
    with pytest.raises(StoreError):
        verify(tmp_path / "other", reader())


def test_a_source_that_is_gone_is_told() -> None:
    assert verify(make(), reader(news=None)) == [
        Problem(BASE + "document/d-0", "news.txt", "gone", "news.txt cannot be read: no such file. Check the name.")
    ]


def test_a_line_that_is_gone_is_told() -> None:
    def read(path: str) -> list[Document]:
        return [document for document in reader()(path) if not document.source.endswith("#2")]

    (problem,) = verify(make(), read)
    assert (problem.kind, problem.message) == (
        "gone", "lines.jsonl#2 cannot be read: lines.jsonl no longer holds #2.",
    )  # fmt: skip


def test_a_source_that_has_changed_is_told_with_the_quotes_that_no_longer_match() -> None:
    changed = "Breaking: China and Russia signed a treaty. China might build a station."
    problems = verify(make(), reader(news=changed))
    assert [(p.kind, p.message) for p in problems] == [
        ("changed", "news.txt has changed since it was read. Build the graph again."),
        ("quote", 'news.txt: "China and Russia signed a treaty." does not stand at 0-33; it stands at 10-43.'),
        ("quote", 'news.txt: "China will build a station." does not stand at 34-61; the text does not hold it.'),
    ]


def test_a_change_that_moves_no_quote_is_told_as_a_change_alone() -> None:
    assert [p.kind for p in verify(make(), reader(news=TEXT + " More."))] == ["changed"]


def altered(store: ox.Store, quad: ox.Quad, other: ox.Quad | None = None) -> ox.Store:
    store.remove(quad)
    if other:
        store.add(other)
    return store


def test_a_quote_that_was_altered_is_told() -> None:
    store = make()
    quad = next(iter(store.quads_for_pattern(None, kg("quote"), ox.Literal(TEXT[:33]), None)))
    forged = ox.Quad(quad.subject, quad.predicate, ox.Literal("China and Mars signed a treaty."), quad.graph_name)
    assert [p.kind for p in verify(altered(store, quad, forged), reader())] == ["quote"]


def test_a_statement_without_a_quote_is_told() -> None:
    bare = Statement("country/CN", "cooperatesWith", "country/RU", "negated")
    problems = verify(make((*STATEMENTS, bare)), reader())
    assert {p.kind for p in problems} == {"no evidence"}
    assert len(problems) == len(SOURCES)


def test_a_fact_that_no_document_states_is_told() -> None:
    store = make()
    store.add(ox.Quad(ox.NamedNode(BASE + "country/RU"), kg("funds"), ox.NamedNode(BASE + "country/CN")))
    assert verify(store, reader()) == [
        Problem("", "", "no statement", "no document states the asserted fact country/RU funds country/CN.")
    ]


def test_a_statement_whose_fact_is_missing_is_told() -> None:
    store = make()
    quad = ox.Quad(ox.NamedNode(BASE + "country/CN"), kg("cooperatesWith"), ox.NamedNode(BASE + "country/RU"))
    (problem,) = verify(altered(store, quad), reader())
    assert (problem.kind, problem.message) == (
        "no fact", "the asserted fact country/CN cooperatesWith country/RU is stated and missing.",
    )  # fmt: skip


def test_an_empty_store_has_no_problem() -> None:
    assert verify(ox.Store(), reader()) == []


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("start", "x", "quote"),
        ("start", "-5", "quote"),
        ("start", None, "quote"),
        ("end", "34", "quote"),
        ("quote", "", "quote"),
        ("quote", None, "no evidence"),
        ("subjectAt", "char=5,900", "quote"),
        ("subjectAt", "here", "quote"),
        ("sha256", None, "changed"),
        ("fileName", None, "gone"),
    ],
)
def test_what_was_tampered_with_is_told(name: str, value: str | None, kind: str) -> None:
    evidence = Evidence(0, 33, TEXT[:33], subject=Span(0, 5))
    store = make((replace(STATEMENTS[0], evidence=(evidence,)),))
    quad = min(store.quads_for_pattern(None, kg(name), None, None), key=str)
    other = None if value is None else ox.Quad(quad.subject, quad.predicate, ox.Literal(value), quad.graph_name)
    assert kind in {problem.kind for problem in verify(altered(store, quad, other), reader())}


def test_a_document_that_hides_is_proved_nonetheless() -> None:
    store = make()
    for quad in list(store.quads_for_pattern(None, TYPE, kg("Document"), None)):
        store.remove(quad)
    assert {p.kind for p in verify(store, reader(news=TEXT.replace("Russia", "Norway")))} == {"changed", "quote"}
