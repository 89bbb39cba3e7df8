"""The sample articles are read, are of many kinds, and their annotation is whole, literal and within the ontology."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.edtf import interval
from kg.evaluate import GoldDocument, read_gold
from kg.ontology import load_ontology
from kg.read import READERS, expand_sources, read_source
from kg.records import Document

DATA = Path(__file__).parent.parent / "data"
ARTICLES = DATA / "articles"
GOLD = DATA / "gold"

FILES = sorted(path.name for path in ARTICLES.iterdir())
NAMES = sorted(path.stem for path in (GOLD / "gold").glob("*.json"))
VERBATIM = {".md", ".txt"}
CLASSES = {
    "AGREEMENT": "Agreement",
    "COUNTRY": "Country",
    "DATE": "Date",
    "DOCUMENT": "Document",
    "EVENT": "Event",
    "ORG": "Organization",
    "PERSON": "Person",
    "PLACE": "Place",
    "PROJECT": "Project",
}
SUBTYPES = {"AGENCY", "ALLIANCE", "COMPANY", "MEDIA", "OTHER", "UNIVERSITY", "VEHICLE"}


@cache
def _documents() -> dict[str, Document]:
    """Return what reading yields by the name of its annotation."""
    sources, errors = expand_sources([ARTICLES])
    assert not errors
    found: dict[str, Document] = {}
    for source in sources:
        documents, errors = read_source(source)
        assert not errors
        found |= {document.source.partition("#")[2] or Path(document.source).stem: document for document in documents}
    return found


@cache
def _gold() -> dict[str, GoldDocument]:
    return {document.name: document for document in read_gold(GOLD)}


@cache
def _annotation(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return found


### Articles ##########################################################################################################


def test_every_file_is_a_document_that_a_reader_takes() -> None:
    assert {Path(name).suffix for name in FILES} <= READERS.keys()
    assert len(FILES) == 16
    assert len(_documents()) == 19


def test_every_kind_of_document_is_there() -> None:
    assert {Path(name).suffix for name in FILES} == {".docx", ".html", ".jsonl", ".md", ".pdf", ".txt"}


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_small(name: str) -> None:
    assert (ARTICLES / name).stat().st_size < 60_000


@pytest.mark.parametrize("name", NAMES)
def test_an_article_has_the_length_of_an_article(name: str) -> None:
    document = _documents()[name]
    words = len(document.text.split())
    assert 100 <= words <= 600 if ".jsonl" in document.source else 200 <= words <= 600


@pytest.mark.parametrize("name", NAMES)
def test_an_article_says_what_it_is(name: str) -> None:
    document, annotation = _documents()[name], _annotation(name)
    assert document.title == next(e["name"] for e in annotation["entities"] if e["id"] == "doc")
    assert document.date == annotation["document_date"]
    assert document.language.partition("-")[0] == annotation["language"]


def test_the_pdf_has_two_pages() -> None:
    document = _documents()["09_nisar"]
    assert [document.page_of(0), document.page_of(len(document.text))] == [1, 2]


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("01_cbers", "Luxembourg opens a school"),
        ("01_cbers", "This site uses cookies"),
        ("02_india_artemis_accords", "tags: [agreements"),
        ("05_cfosat_svom", "press@desk.example"),
        ("06_chandrayaan_luna", "The long silence of Beagle 2"),
        ("07_exomars", "Read more"),
    ],
)
def test_what_stands_around_an_article_is_no_part_of_it(name: str, skipped: str) -> None:
    document = _documents()[name]
    at = document.text.index(skipped)
    assert not any(part.start < at + len(skipped) and at < part.end for part in document.main)


@pytest.mark.parametrize(
    ("name", "skipped"),
    [
        ("03_lunar_station", "Peregrine"),
        ("03_lunar_station", "cookies"),
        ("08_apsco", "Arabsat"),
        ("14_sentinel_6", "Wenchang"),
    ],
)
def test_what_stands_around_the_article_of_a_web_page_is_left_out(name: str, skipped: str) -> None:
    document = _documents()[name]
    assert skipped in (ARTICLES / document.source.rpartition("/")[2]).read_text(encoding="utf-8")
    assert skipped not in document.text


### Annotation ########################################################################################################


def test_every_document_has_its_annotation_and_text() -> None:
    assert _documents().keys() == set(NAMES)
    assert sorted(path.stem for path in (GOLD / "texts").iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_annotated_text_is_what_reading_yields(name: str) -> None:
    assert (GOLD / "texts" / f"{name}.txt").read_bytes().decode("utf-8") == _documents()[name].text


@pytest.mark.parametrize("name", [Path(name).stem for name in FILES if Path(name).suffix in VERBATIM])
def test_the_text_of_a_plain_file_is_the_file(name: str) -> None:
    file = next(ARTICLES / file for file in FILES if Path(file).stem == name)
    assert (GOLD / "texts" / f"{name}.txt").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_identifiers_are_unique_and_facts_are_told_once(name: str) -> None:
    annotation = _annotation(name)
    ids = [entity["id"] for entity in annotation["entities"]]
    facts = [(fact["subject"], fact["predicate"], fact["object"]) for fact in annotation["relations"]]
    assert len(ids) == len(set(ids))
    assert len(facts) == len(set(facts))


@pytest.mark.parametrize("name", NAMES)
def test_every_surface_stands_in_the_text_and_means_one_thing(name: str) -> None:
    annotation, text = _annotation(name), _documents()[name].text
    surfaces = [surface for entity in annotation["entities"] for surface in entity.get("surfaces", ())]
    assert [surface for surface in surfaces if not re.search(rf"(?<!\w){re.escape(surface)}(?!\w)", text)] == []
    assert len(surfaces) == len(set(surfaces))
    assert all(exception["surface"] in surfaces for exception in annotation["exceptions"])


@pytest.mark.parametrize("name", NAMES)
def test_every_entity_but_the_page_is_named_somewhere(name: str) -> None:
    annotation = _annotation(name)
    assert [e["name"] for e in annotation["entities"] if not e.get("surfaces")] == [_documents()[name].title]


@pytest.mark.parametrize("name", NAMES)
def test_evidence_is_verbatim_and_in_the_article(name: str) -> None:
    document = _gold()[name]
    for fact in _annotation(name)["relations"]:
        start = document.text.find(fact["evidence"])
        assert start >= 0, fact["evidence"]
        assert len(fact["evidence"]) < 500


@pytest.mark.parametrize("name", NAMES)
def test_countries_have_codes_and_dates_have_values(name: str) -> None:
    for entity in _annotation(name)["entities"]:
        assert entity.get("subtype", "OTHER") in SUBTYPES
        assert bool(re.fullmatch("[A-Z]{2}", entity.get("iso", ""))) == (entity["type"] == "COUNTRY")
        if entity["type"] == "DATE":
            assert interval(entity["value"]), entity


@pytest.mark.parametrize("name", NAMES)
def test_facts_join_what_the_ontology_lets_them_join(name: str) -> None:
    ontology = load_ontology()
    entities = {entity["id"]: entity for entity in _annotation(name)["entities"]}

    def of(end: str) -> str:
        return "LaunchVehicle" if entities[end].get("subtype") == "VEHICLE" else CLASSES[entities[end]["type"]]

    for fact in _annotation(name)["relations"]:
        head, *tail = fact["predicate"].split("_")
        said = ontology.properties[head + "".join(map(str.capitalize, tail))]
        assert any(ontology.is_a(of(fact["subject"]), kind) for kind in said.domain), fact
        assert any(ontology.is_a(of(fact["object"]), kind) for kind in said.range), fact


def test_the_annotation_covers_every_type_status_and_property() -> None:
    gold = _gold().values()
    facts = [fact for document in gold for fact in document.relations]
    assert {entity.type for document in gold for entity in document.entities.values()} == set(CLASSES)
    assert {fact.status for fact in facts} == {"asserted", "planned", "negated"}
    told = {"Conflict", "Statement"}  # what is said of statements, not by them
    said = {_snake(name) for name, found in load_ontology().properties.items() if told.isdisjoint(found.domain)}
    assert {fact.predicate for fact in facts} == said - {"involved_in", "copy_of"}
    assert len(facts) > 700


def _snake(name: str) -> str:
    return re.sub("([A-Z])", r"_\1", name).lower()


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_of_the_articles_is_within_reach(name: str) -> None:
    """Both ends of a fact are named in the article, so that a reader has a chance."""
    document = _gold()[name]
    named = {mention.entity for mention in document.mentions} | {"doc"}
    unnamed = {
        document.entities[end].name
        for fact in document.relations
        for end in (fact.subject, fact.object)
        if end not in named
    }
    assert unnamed <= {"Germany", "United States", "South Korea", "Sweden"}
