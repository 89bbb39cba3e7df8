"""Any text at all goes through the whole program: nothing but a KGError, and every offset and quote is right."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.extract import read_facts
from kg.lexicon import Lexicon
from kg.merge import merge_readings
from kg.ontology import Ontology
from kg.rdf import to_quads
from kg.read.html import html_documents
from kg.read.jsonl import jsonl_documents
from kg.read.plain import markdown_documents, text_documents
from kg.records import Document, Reading
from kg.store import memory_store, write_nquads, write_turtle
from kg.view.page import page_html

SENTENCES = (
    "Norland and China signed an agreement on 9 March 2021.",
    "ESA will launch Ariane 6 in 2024, said Ann Lee, director of the agency.",
    "NASA has not signed the accord with Roscosmos.",
    "“We cooperate with Brazil,” he said on Monday.",
    "Sino-Russian cooperation began in the 1990s; the two sides met last Monday.",
    "The China National Space Administration (CNSA) leads the International Lunar Research Station (ILRS).",
    "| Country | Signed |\n|---|---|\n| China | 2021 |\n| Russia | 3 May 2022 |\n",
    "The signatories are:\n\n- Japan\n- Canada: 2021\n",
    "# Artemis Accords\n\nBy Ann Lee\n2 May 2022\nSource: Xinhua\n",
    "CHINA AND RUSSIA SIGNED AN AGREEMENT.",
    "中国和俄罗斯签署了协议。",
    "Китай и Россия подписали соглашение 9 марта 2021 года.",
    "وقعت الصين وروسيا اتفاقية في 9 مارس 2021.",
)
MARKS = (
    "\u0301", "\u0345", "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u3164", "\u115f", "\u2028",
    "\u2029", "\u0085", "\r\n", "\r", "\n\n", "\t", "\x0b", "\x0c", "\x01", "\x1c", "\x7f", "\ufffe",
    "\U0010ffff", "😀", "👨‍👩‍👧", "🇨🇳", "ﬁ", "İ", "ǅ", "ŉ", "ẞ", "ﷺ", "각", "２０２１", "²", "٢٠٢١", "Ⅳ",
    "a" * 400, "(" * 60, ")" * 60, '"' * 60, "“" * 60, "," * 60, "[" * 60, "*" * 60, "_" * 60, "`" * 60,
    "#" * 60, "|" * 60, "> " * 60, "- " * 60, "\\" * 60, " " * 300, "</script>", "{subject}",
    "[x](javascript:alert(1))", "&lt;", "%00", "=1+1", "@prefix", "2021-02-31", "9" * 30, "9999", "0000",
    "31/12/9999", "the weekend", "-0044", "...", "?!", "'s", "’", "–", "-", " and ", " of the ", " will ",
    " not ",
)  # fmt: skip

PIECES = st.sampled_from(SENTENCES) | st.sampled_from(MARKS) | st.sampled_from(" \n") | st.text(max_size=8)
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join)
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def documents(found: Sequence[Document | KGError]) -> list[Document]:
    return [document for document in found if isinstance(document, Document)]


def check(reading: Reading) -> None:
    """Hold every offset of a reading against its text."""
    text, main = reading.document.text, reading.document.main
    spans = [*main, *(field.span for field in reading.document.fields if field.span)]
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text != ""
    for statement in reading.statements:
        assert statement.evidence
        for evidence in statement.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote != ""
            assert any(part.start <= evidence.start and evidence.end <= part.end for part in main), evidence
            spans += [span for span in (evidence.subject, evidence.trigger, evidence.object) if span]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def run(found: Sequence[Document], ontology: Ontology, lexicon: Lexicon, folder: Path | None = None) -> None:
    """Take documents through every stage, and into files where a folder is given."""
    readings = [read_facts(document, ontology, lexicon) for document in found]
    for reading in readings:
        check(reading)
    store = memory_store(to_quads(merge_readings(readings, ontology=ontology), ontology))
    if folder:
        write_turtle(store, folder / "graph.ttl")
        write_nquads(store, folder / "graph.nq")
        page = page_html(store, title="Fuzz")
        assert "<script>alert" not in page


@given(text=TEXTS)
@FUZZ
@example("\ufeff Source: Xinhua\n\n" + SENTENCES[0])  # the byte-order mark is not the article's
@example("China \u3164 and Russia signed an agreement.")  # a letter of which nothing is left when it is folded
@example("China and Russia \x0c signed an agreement on 9 March 2021.")
def test_any_plain_text(ontology: Ontology, lexicon: Lexicon, text: str) -> None:
    try:
        found = documents([*text_documents(text.encode(), "a.txt"), *markdown_documents(text.encode(), "b.md")])
    except KGError:
        return
    assert all(document.text == text for document in found)
    run(found, ontology, lexicon)


@given(text=TEXTS, title=TEXTS)
@FUZZ
@example("\x01", "")  # lxml reads control characters and refuses to write them
def test_any_page(ontology: Ontology, lexicon: Lexicon, text: str, title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    try:
        found = html_documents(page.encode(), "a.html")
    except KGError:
        return
    run(found, ontology, lexicon)


FIELDS = st.dictionaries(
    st.sampled_from(["id", "title", "date", "publisher", "author", "url", "language"]),
    TEXTS
    | st.sampled_from(["../../x", "C:\\x", "\x00", "\ud800", "x" * 300, "…", "javascript:alert(1)", "http://[", "i-x"])
    | st.sampled_from(
        ["2021-02-30", "9999-12-31", "0001-01-01", "2021", "en-" + "a" * 300, "<b>", "https://a.example/%zz"]
    )
    | st.none()
    | st.integers()
    | st.lists(st.text(max_size=3), max_size=2),
)


@given(text=TEXTS, fields=FIELDS, odd=st.sampled_from(["", "\ud800", "\x00"]))
@FUZZ
@example("We meet at the weekend.", {"date": "9999-12-31"}, "")
@example("We met last Monday.", {"date": "0001-01-01"}, "")
def test_any_json_line(ontology: Ontology, lexicon: Lexicon, text: str, fields: dict[str, object], odd: str) -> None:
    line = json.dumps({**fields, "text": text + odd})
    run(documents(jsonl_documents(line.encode(), "a.jsonl")), ontology, lexicon)


@pytest.mark.parametrize("seed", range(4))
def test_many_odd_documents_in_one_graph(tmp_path: Path, ontology: Ontology, lexicon: Lexicon, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    texts = ["".join(chance.choices(SENTENCES + MARKS, k=20)) for _ in range(10)]
    texts = [text for text in texts if any(map(str.isalnum, text))]
    titles = chance.choices(
        ["../../x", "…", "x" * 300, "Same", "Same", "C:\\x", "</script><script>alert(1)</script>"], k=10
    )
    lines = [json.dumps({"text": text, "title": title}) for text, title in zip(texts, titles, strict=False)]
    run(documents(jsonl_documents("\n".join(lines).encode(), "a.jsonl")), ontology, lexicon, tmp_path)
