"""What a page says of itself in its head, and what its head calls it."""

from kg.records import PAGE, Document, Entity, Field, Mention, Span
from kg.relate.page import page_facts, page_mentions
from kg.relate.words import load_words


def _document(text: str, title: str) -> Document:
    return Document("page.txt", text, fields=(Field("title", title, Span(0, len(title))),), main=(Span(0, len(text)),))


def _mention(text: str, name: str, kind: str) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), name, kind, "hand", entity=name)


def _named(text: str, *mentions: Mention) -> list[str]:
    found = list(page_mentions(_document(text, text.split("\n", maxsplit=1)[0]), mentions, load_words()))
    assert all(mention.entity == PAGE for mention in found)
    return [mention.text for mention in found]


def test_title_names_the_page_behind_its_parties() -> None:
    text = "Joint Norway-Peru Press Release on the Blue Dam\nThey met."
    assert _named(text, _mention(text, "Norway", "Country"), _mention(text, "Peru", "Country")) == ["Press Release"]


def test_head_line_names_the_page() -> None:
    assert _named("A new dam for the valley\nOpening remarks by Ada Sample\nThey met.") == ["remarks"]


def test_document_that_the_news_is_about_is_not_the_page() -> None:
    text = "Norway issues statement on the dam\nThey met."
    assert _named(text, _mention(text, "Norway", "Country")) == []


def test_prose_is_not_the_head() -> None:
    assert _named("A dam\n" + "They met and talked at length. " * 8 + "\nStatement by Ada Sample") == []


def test_news_service_of_a_body_prints_for_the_body() -> None:
    text = "A dam\nNordkapp News\nNordkapp built it."
    mention = _mention(text, "Nordkapp News", "Media")
    document = Document(
        "page.txt", text, fields=(Field("publisher", "Nordkapp News", mention.span),), main=(Span(0, len(text)),)
    )
    entities = (Entity("Nordkapp News", "Media", "Nordkapp News"), Entity("e1", "Company", "Nordkapp"))
    ((fact, _),) = page_facts(document, entities, (mention,))
    assert (fact.predicate, fact.object.entity) == ("publishedBy", "e1")


def test_body_that_signs_as_author_publishes() -> None:
    text = "A dam\nNordkapp\nNordkapp built it."
    mention = _mention(text, "Nordkapp", "Person")
    document = Document(
        "page.txt", text, fields=(Field("author", "Nordkapp", mention.span),), main=(Span(0, len(text)),)
    )
    ((fact, _),) = page_facts(document, (Entity("e1", "Company", "Nordkapp Corporation"),), (mention,))
    assert (fact.predicate, fact.object.entity) == ("publishedBy", "e1")


def test_day_of_a_quotation_is_not_that_of_the_page() -> None:
    text = "Oslo, 5 May 2021\n\n— Ann Lee, 3 March 2020\n"
    days = [_mention(text, "5 May 2021", "Date"), _mention(text, "3 March 2020", "Date")]
    fields = tuple(Field("date", day, m.span) for day, m in zip(("2021-05-05", "2020-03-03"), days, strict=True))
    page = Document("a.txt", text, fields=fields, main=(Span(0, len(text)),))
    entities = [Entity(day.entity or "", "Date", day.text) for day in days]
    assert [fact.object.text for fact, _ in page_facts(page, entities, days)] == ["5 May 2021"]
