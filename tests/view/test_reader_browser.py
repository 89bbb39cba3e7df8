"""The reader in real Chromium: sentences light up their facts, facts find their sentence, text stays text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from kg.records import Document, Entity, Graph, Mention, Reading, Source
from kg.view.data import PageOptions
from kg.view.page import write_page
from kg.view.picture import Text, texts_of
from tests.view.browser import Tab, browser, open_tab, watched
from tests.view.graphs import BASE, IMAGE, OVERRIDE, SCRIPT, GraphMaker

pytestmark = pytest.mark.browser

FIRST = "France signed the Harbour Accord 😀 in May."
SECOND = "Japan will join the Harbour Accord."
TEXT = f"Top of the page {SCRIPT}\n\n{FIRST} {IMAGE} {OVERRIDE}\n\n" + "Nothing happens here. " * 200 + f"\n\n{SECOND}"
PLACES = {"France": "country/FR", "Japan": "country/JP", "Harbour Accord": "agreement/harbour-accord"}


def graph() -> GraphMaker:
    made = GraphMaker()
    for label, path in PLACES.items():
        made.entity(path, "Agreement" if "accord" in path else "Country", label)
    paper = made.document("document/news-00000000", "News", date="2021", publisher="The Orbit")
    made.state("country/FR", "signatoryOf", "agreement/harbour-accord", document=paper, quote=FIRST,
               parts=("France", "signed", "Harbour Accord"), start=TEXT.index(FIRST))  # fmt: skip
    made.state("country/JP", "signatoryOf", "agreement/harbour-accord", document=paper, quote=SECOND, status="planned",
               parts=("Japan", "join", "Harbour Accord"), start=TEXT.index(SECOND))  # fmt: skip
    return made


def mentions() -> tuple[tuple[int, int, str], ...]:
    found = []
    for label, path in PLACES.items():
        at = TEXT.find(label)
        while at >= 0:
            found.append((at, at + len(label), BASE + path))
            at = TEXT.find(label, at + 1)
    return tuple(sorted(found))


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = PageOptions(texts={BASE + "document/news-00000000": Text(TEXT, mentions())})
    return write_page(graph().store, tmp_path_factory.mktemp("reader") / "page.html", options=options)


@pytest.fixture
def tab(context: BrowserContext, file: Path) -> Iterator[Tab]:
    yield from watched(context, file)


def read(tab: Tab) -> None:
    """Open the document from the legend."""
    tab.page.hover("#papers li")
    tab.page.click("#papers .read")
    tab.wait("document.querySelectorAll('#reader .stated').length")


def test_the_text_is_shown_whole_and_as_text(tab: Tab) -> None:
    read(tab)
    shown = tab.run("""() => {
        const copy = document.querySelector('#reader-text').cloneNode(true);
        copy.querySelectorAll('.stated-number').forEach((one) => one.remove());
        return copy.textContent;
    }""")
    assert shown == TEXT.replace("\u202e", "[U+202E]")
    assert tab.run("document.querySelectorAll('#reader img, #reader script').length") == 0
    assert tab.page.inner_text("#reader-title") == "News"


def test_mentions_and_sentences_are_marked_at_their_places(tab: Tab) -> None:
    read(tab)
    assert tab.page.locator("#reader .mention").all_inner_texts() == [
        "France", "Harbour Accord", "Japan", "Harbour Accord"
    ]  # fmt: skip
    assert tab.run("document.querySelector('#reader .stated').textContent") == f"{FIRST}1"


def test_a_sentence_lights_up_its_facts(tab: Tab) -> None:
    read(tab)
    tab.page.locator("#reader .stated-number").last.click()
    tab.wait("kgPage.state.chosen.kind === 'facts'")
    tab.wait("document.querySelectorAll('#panel blockquote').length === 1")
    assert SECOND in tab.panel()
    assert "lit" in str(tab.page.locator("#reader .stated").last.get_attribute("class"))
    assert "lit" not in str(tab.page.locator("#reader .stated").first.get_attribute("class"))


def test_a_mention_chooses_its_entity(tab: Tab) -> None:
    read(tab)
    tab.page.locator("#reader .mention", has_text="France").click()
    tab.wait("document.querySelector('#panel-title').textContent === 'France'")
    assert tab.page.locator("#reader .mention.lit").all_inner_texts() == ["France"]


def test_a_fact_chosen_in_the_picture_scrolls_to_its_sentence(tab: Tab) -> None:
    read(tab)
    assert not sentence_is_seen(tab)
    fact = tab.run("[...kgPage.model.status].indexOf(1)")
    tab.run("fact => kgPage.state.choose({ kind: 'facts', facts: [fact] })", fact)
    tab.wait("""(() => { const frame = document.querySelector('#reader-text').getBoundingClientRect();
        const place = document.querySelector('#reader .stated.lit').getBoundingClientRect();
        return place.top >= frame.top && place.bottom <= frame.bottom; })()""")


def sentence_is_seen(tab: Tab) -> bool:
    return bool(
        tab.run("""() => { const frame = document.querySelector('#reader-text').getBoundingClientRect();
            const all = document.querySelectorAll('#reader .stated');
            return all[all.length - 1].getBoundingClientRect().top <= frame.bottom; }""")
    )


def test_the_evidence_leads_to_the_text(tab: Tab) -> None:
    tab.page.mouse.click(*tab.place("Japan"))
    tab.wait("document.querySelector('#panel .read')")
    tab.page.click("#panel .read")
    tab.wait("document.querySelectorAll('#reader .stated').length === 2")
    tab.page.wait_for_timeout(50)
    tab.wait("document.querySelector('#reader-text').scrollTop > 100")


def test_escape_closes_the_reader(tab: Tab) -> None:
    read(tab)
    assert tab.page.is_hidden("#legend")
    tab.page.focus("#reader-text")
    tab.page.keyboard.press("Escape")
    assert tab.page.is_hidden("#reader")
    assert tab.page.is_visible("#legend")


def test_without_the_text_the_quotes_are_shown(context: BrowserContext, tmp_path: Path) -> None:
    tab = open_tab(context, write_page(graph().store, tmp_path / "page.html"))
    read(tab)
    text = tab.page.inner_text("#reader-text")
    assert "The page holds the quotes of this document" in text
    assert text.index(FIRST) < text.index(SECOND)
    assert tab.errors == []
    tab.page.close()


def test_texts_beyond_the_room_stay_outside(context: BrowserContext, tmp_path: Path) -> None:
    options = PageOptions(texts={BASE + "document/news-00000000": Text(TEXT)}, most_letters=100)
    page = write_page(graph().store, tmp_path / "page.html", options=options).read_text("utf-8")
    assert "Nothing happens here" not in page


def test_texts_come_from_a_graph_of_records() -> None:
    document = Document(source="a.txt", text="France and it.")
    mention = Mention(0, 6, "France", "Country", "gazetteer", entity="country/FR")
    loose = Mention(11, 13, "it", "Country", "anaphor")
    reading = Reading(document, (Entity("country/FR", "Country", "France"),), (mention, loose))
    found = texts_of(Graph(BASE, (), (Source("document/a-1", reading),)))
    assert found == {BASE + "document/a-1": Text("France and it.", ((0, 6, BASE + "country/FR"),))}
