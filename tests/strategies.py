"""Hypothesis generators of readings: documents with entities, and statements whose quotes stand where they say."""

from hypothesis import strategies as st

from kg.ontology import load_ontology
from kg.records import PAGE, STATUSES, Document, Entity, Evidence, Field, Mention, Reading, Span, Statement

# Any character that RDF can carry, so no controls (but tab and line ends), surrogates or non-characters.
TEXT = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Cn"), whitelist_characters="\t\n\r", blacklist_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=200,
)
NAMES = st.sampled_from(["China", "Chang'e-6", "欧洲航天局", "Agência Espacial", "Роскосмос", "A–B (C)", "e\u0301tude"])
COUNTRIES = st.sampled_from(["CN", "FR", "IN", "BR", "SU"])
DATES = st.sampled_from(["2022", "2022-02", "2022-02-10", "202X", "2016/2020", "2025-21", "2022-Q1"])
CLASSES = ["Agency", "Company", "Person", "Project", "LaunchVehicle", "Agreement", "Event", "Place"]


@st.composite
def entities(draw: st.DrawFn, number: int) -> Entity:
    """Return an entity with the local id `e` and the number."""
    kind = draw(st.sampled_from([*CLASSES, "Country", "Date"]))
    if kind == "Country":
        code = draw(COUNTRIES)
        return Entity(f"e{number}", kind, f"country {code}", code=code)
    if kind == "Date":
        value = draw(DATES)
        return Entity(f"e{number}", kind, value, value=value)
    return Entity(f"e{number}", kind, draw(NAMES), nominal=draw(st.booleans()) and kind == "Agreement")


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    """Return a span that is not empty in a text of that length."""
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Return a reading that the gate would let through."""
    text = draw(TEXT)
    title = draw(st.one_of(st.none(), NAMES))
    source = draw(st.sampled_from(["a.txt", "b/c.md", "d.jsonl#1"]))
    document = Document(source, text, (Field("title", title),) if title else (), source_sha256="00" * 32)
    things = [Entity(PAGE, "Document", title or source)]
    things += [draw(entities(number)) for number in range(draw(st.integers(0, 6)))]
    said = [one for one in draw(st.lists(statements(text, things), max_size=6)) if one is not None]
    mentions = tuple(
        Mention(span.start, span.end, text[span.start : span.end], thing.type, "drawn", entity=thing.id)
        for thing in things[1:]
        for span in [draw(spans(len(text)))]
    )
    return Reading(document, tuple(things), mentions, tuple(said))


@st.composite
def statements(draw: st.DrawFn, text: str, things: list[Entity]) -> Statement | None:
    """Return a statement that fits domain and range, or None where no property joins the two things."""
    ontology = load_ontology()
    subject, end = draw(st.sampled_from(things)), draw(st.sampled_from(things))
    fitting = [
        known.name
        for known in ontology.properties.values()
        if known.domain and ontology.fits(subject.type, known.domain) and ontology.fits(end.type, known.range)
    ]
    if not fitting or subject.id == end.id:
        return None
    quote = draw(spans(len(text)))
    evidence = Evidence(quote.start, quote.end, text[quote.start : quote.end], subject=draw(spans(len(text))))
    return Statement(
        subject.id,
        draw(st.sampled_from(fitting)),
        end.id,
        draw(st.sampled_from(STATUSES)),
        role=draw(st.one_of(st.none(), NAMES)),
        found_by="signing",
        evidence=(evidence,),
        witnesses=draw(st.sampled_from([(), ("llm:a/b c",), ("llm:x", "spacy:y")])),
    )
