"""Names, unnamed things and words that point back, in sentences of our own."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.find import find_mentions
from kg.lexicon import Lexicon, Name, load_lexicon
from kg.records import Document, Field, Mention, Span

NAMES = (
    Name("Norway", "Country", code="NO"),
    Name("Kenya", "Country", code="KE"),
    Name("Jordan", "Country", code="JO", ambiguous=True),
    Name("United States", "Country", code="US"),
    Name("North Sea Space Agency", "Agency"),
    Name("Polar Union", "Alliance"),
    Name("Kestrel", "Project"),
    Name("Borealis", "LaunchVehicle"),
    Name("Harbour Accord", "Agreement"),
    Name("Bergen", "Place", kind="city"),
    Name("Europe", "Place", kind="continent"),
    Name("Lapland", "Place", kind="region"),
)
OTHERS = {
    "Norwegian": Name("Norway", "Country", "demonym", "NO"),
    "Norwegians": Name("Norway", "Country", "demonym", "NO"),
    "Kenyan": Name("Kenya", "Country", "demonym", "KE"),
    "U.S.": Name("United States", "Country", "alias", "US"),
    "American": Name("United States", "Country", "demonym", "US"),
    "Kemi, Lapland": Name("Kemi, Lapland", "Place", kind="city"),
    "Norwego": Name("Norway", "Country", "combining", "NO"),
    "NSSA": Name("North Sea Space Agency", "Agency", "alias"),
    "Latin American": Name("Latin American", ""),
}


@cache
def lexicon() -> Lexicon:
    real = load_lexicon()
    forms = {name.name: (name,) for name in NAMES} | {form: (name,) for form, name in OTHERS.items()}
    cues = {section: real.rows(section) for section in SECTIONS}
    return Lexicon(forms, cues, given=frozenset({"Ingrid", "Peter", "Amina", "Jordan"}))


SECTIONS = (
    "heads", "complement", "words", "persons", "projects", "nominals", "anaphors", "places", "endings", "ambiguous",
    "foreign", "organizations", "things", "titles",
)  # fmt: skip


def mentions(text: str, kind: str = "name") -> list[Mention]:
    return [m for m in find_mentions(Document("x.txt", text), lexicon()) if m.kind == kind]


def names(text: str, *types: str) -> list[str]:
    return [m.text for m in mentions(text) if not types or m.type in types]


### Countries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway's rocket and Kenya's port", [("Norway", "NO"), ("Kenya", "KE")]),
        ("the Norwegian and Kenyan teams", [("Norwegian", "NO"), ("Kenyan", "KE")]),
        ("a Norwego-Kenyan venture", [("Norwego", "NO"), ("Kenyan", "KE")]),
        ("a Kenya-built antenna", [("Kenya", "KE")]),
        ("closer Norway-U.S. ties, a U.S.-led panel", [("Norway", "NO"), ("U.S.", "US"), ("U.S.", "US")]),
        ("She answered in Norwegian.", []),
        ("a Norwegian translation of it", []),
        ("Latin American states", []),
        ("Norwegians met.", [("Norwegians", "NO")]),
        ("He said that NORWAY IS READY", [("NORWAY", "NO")]),
        ("the Federal Republic of Norway", [("Federal Republic of Norway", "NO")]),
        ("born in Kenya, Lapland, and", []),
        ("a loan of U.S.$5 million", []),
    ],
)
def test_countries(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.text, m.code) for m in mentions(text) if m.type == "Country"] == expected


def test_a_country_inside_a_longer_name_is_no_mention() -> None:
    assert names("the Kenya Wildlife Service of old") == ["Kenya Wildlife Service"]


def test_a_first_name_is_no_country() -> None:
    assert names("Jordan Mikkelsen spoke.", "Country") == []


def test_whose_ministry_it_is_stands_apart() -> None:
    assert names("the Norwegian Ministry of Trade") == ["Norwegian", "Ministry of Trade"]


### Organizations


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Education, Culture, Sports, Science and Technology",
        "Committee on the Peaceful Uses of Outer Space",
        "Scientific and Technical Subcommittee",
        "Ministry of Economic Affairs and Climate Action",
        "Department of Political and Security Council Affairs",
        "Ostrava Institute of Technology",
        "University of Tromsdal",
        "Regional Centre for Space Education in Europe",
        "Kvaloya Aerospace Corporation",
        "Nordlys Systems GmbH",
        "People's Assembly",
        "Federation of Lunar Engineers",
    ],
)
def test_organizations_by_their_head_noun(name: str) -> None:
    assert names(f"He wrote that the {name} had agreed to it.") == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Ministry of Trade and the Ministry of Health", ["Ministry of Trade", "Ministry of Health"]),
        ("the Ministry of Defence in Bergen", ["Ministry of Defence", "Bergen"]),
        ("the Kenyan Space Agency, Norway and Kenya", ["Kenyan Space Agency", "Norway", "Kenya"]),
        ("Norway and Polar Union members", ["Norway", "Polar Union"]),
        ("It issued an Executive Order", []),
        ("the Space Programme Director Ingrid Moe", ["Ingrid Moe"]),
    ],
)
def test_where_an_organization_ends(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("the aerospace firm Nordvik built", "Nordvik", "Company"),
        ("Nordvik, a private Norwegian aerospace firm, built", "Nordvik", "Company"),
        ("the newspaper Tidende wrote", "Tidende", "Media"),
        ("Nordvik co-founder Ingrid Moe spoke", "Nordvik", "Organization"),
        ("the KLPB said so", "KLPB", "Organization"),
        ("an Air Kenya jet", "Air Kenya", "Company"),
    ],
)
def test_organizations_by_the_words_beside_them(text: str, name: str, type_: str) -> None:
    assert (name, type_) in [(m.text, m.type) for m in mentions(text)]


def test_a_country_and_what_it_does_is_an_organization() -> None:
    assert names("built by Kenya International Water and Power, which") == ["Kenya International Water and Power"]


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("The Arctic Orbit Council (AOC) met. AOC agreed.", "Arctic Orbit Council", "AOC"),
        ("The AOC (Arctic Orbit Council) met. AOC agreed.", "Arctic Orbit Council", "AOC"),
        ("A laser ranging interferometer (LRI) flies. LRI works.", "laser ranging interferometer", "LRI"),
    ],
)
def test_introduced_acronyms(text: str, long: str, short: str) -> None:
    found = mentions(text)
    assert {m.text for m in found} == {long, short}
    assert {m.name for m in found} == {long}
    assert [m.text for m in found].count(short) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Agence Spatiale Boréale",
        "Instituto Nacional de Ciencias del Mar",
        "Centre National des Techniques Polaires",
        "Technische Universität Ostheim",
    ],
)
def test_organizations_in_their_own_language(name: str) -> None:
    assert names(f"They met the {name} and left.") == [name]


@pytest.mark.parametrize("short", ["AOC", "ArOC"])
def test_an_acronym_of_a_name_that_stands_elsewhere(short: str) -> None:
    text = f"The {short} met. Later the Arctic Orbit Council agreed."
    assert [m.name for m in mentions(text) if m.text == short] == ["Arctic Orbit Council"]


def test_an_introduced_acronym_goes_before_a_known_one() -> None:
    text = "The New Seal Sanctuary Authority (NSSA) opened. NSSA grows."
    assert {m.name for m in mentions(text) if m.text == "NSSA"} == {"New Seal Sanctuary Authority"}


def test_the_same_name_in_a_headline_is_known_from_the_text() -> None:
    text = "Storvik Institute Opens Door To Space Research\n\nThe Storvik Institute said that it is open to all of us."
    assert names(text) == ["Storvik Institute", "Storvik Institute"]


### Projects, agreements, events, documents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Skua Satellite System and others", [("Skua Satellite System", "Project")]),
        ("during the Petrel mission", [("Petrel", "Project")]),
        ("the spacecraft Fulmar reached orbit", [("Fulmar", "Project")]),
        ("a satellite named Plover-3 in orbit", [("Plover-3", "Project")]),
        ("Kestrel 12 and Kestrel VII flew", [("Kestrel 12", "Project"), ("Kestrel VII", "Project")]),
        ("on a Puffin rocket", [("Puffin", "LaunchVehicle")]),
        ("the Lofoten Treaty was read", [("Lofoten Treaty", "Agreement")]),
        ("the Agreement on Reciprocal Trade was read", [("Agreement on Reciprocal Trade", "Agreement")]),
        ("at the Svolvaer Summit", [("Svolvaer Summit", "Event")]),
        ("under resolution 1721 (XVI)", [("resolution 1721 (XVI)", "Document")]),
        ("in its report “Tides of the Moon”", [("Tides of the Moon", "Document")]),
        (
            "a Memorandum of Understanding on Sea Ice was read",
            [("Memorandum of Understanding on Sea Ice", "Agreement")],
        ),
        ("the space station Kestrel", [("Kestrel", "Project")]),
        ("The paper, titled Norway's Space Plan, says", [("Norway's Space Plan", "Document")]),
        (
            "rockets (Alfa and Beta in 1961, Gamma)",
            [("Alfa", "Project"), ("Beta", "Project"), ("1961", "Date"), ("Gamma", "Project")],
        ),
        ("MoonCat, a small lander, flew", [("MoonCat", "Project")]),
        ("the harbour Accord", []),
    ],
)
def test_other_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.text, m.type) for m in mentions(text)] == expected


def test_a_quoted_agreement_is_taken_whole() -> None:
    title = "Framework Agreement Between the Government of Norway and the Government of Kenya for Peaceful Purposes"
    assert names(f"under the “{title},” which was signed") == [title]


def test_what_a_country_has_one_of_is_a_name() -> None:
    assert names("Norway's space station is big.") == ["Norway's space station"]


def test_a_capitalised_head_alone_stands_for_the_name() -> None:
    text = "The Harbour Accord binds. Members of the Accord agreed."
    assert [m.name for m in mentions(text)] == ["Harbour Accord", "Harbour Accord"]


### Persons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minister Ruth Okelo-Banda spoke", ["Ruth Okelo-Banda"]),
        ("NSSA Administrator Odd Bakke spoke", ["Odd Bakke"]),
        ("Minister of Science and Technology Odd Bakke spoke", ["Odd Bakke"]),
        ("Prime Minister Bakke spoke", ["Bakke"]),
        ("the engineer Odd Bakke", ["Odd Bakke"]),
        ("“It flies,” said Bakke.", ["Bakke"]),
        ("Odd R. Bakke and J. Moe", ["Odd R. Bakke", "J. Moe"]),
        ("Tove Lind, deputy director of NSSA", ["Tove Lind"]),
        ("Peter van der Berg walked", ["Peter van der Berg"]),
        ("Zhao Lanying, 46, walked", ["Zhao Lanying"]),
        ("By LI Meiling", ["LI Meiling"]),
        ("Ingrid Moe left. Later Moe returned.", ["Ingrid Moe", "Moe"]),
        ("Zhao Lanying left. Zhao said so.", ["Zhao Lanying", "Zhao"]),
        ("President **Odd Bakke** left", ["Odd Bakke"]),
        ("Senators Odd Bakke and Tove Lind spoke", ["Odd Bakke", "Tove Lind"]),
        ("Director of Internal Services Tove Lind", ["Tove Lind"]),
        ("H.E. Dr. Odd Bakke", ["Odd Bakke"]),
        ("Norway said so", []),
    ],
)
def test_persons(text: str, expected: list[str]) -> None:
    assert names(text, "Person") == expected


### Places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Kirkeby district", ["Kirkeby district"]),
        ("at Lake Femunden today", ["Lake Femunden"]),
        ("built in Hamarvik, Norway", ["Hamarvik"]),
        ("the Andvik Launch Center opened", ["Andvik Launch Center"]),
        ("at Kirkeby airport", ["Kirkeby"]),
        ("from the spaceport Andvik in May", ["Andvik"]),
        ("the town of Kirkeby", ["Kirkeby"]),
        ("in Kemi, Lapland, and in Bergen", ["Kemi", "Lapland", "Bergen"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert names(text, "Place") == expected


### Unnamed things and words that point back


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway signed an agreement.", ["agreement"]),
        ("the historic agreement", ["historic agreement"]),
        ("They signed a memorandum of understanding.", ["memorandum of understanding"]),
        ("both sign MoU on trade", ["MoU"]),
        ("a maritime surveillance centre", ["maritime surveillance centre"]),
        ("Under this Memorandum, both", ["Memorandum"]),
        ("in agreement with it", []),
        ("the new system", []),
    ],
)
def test_unnamed_things(text: str, expected: list[str]) -> None:
    assert [m.text for m in mentions(text, "nominal")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the agency", [("the agency", "Agency")]),
        ("the two countries", [("the two countries", "Country")]),
        ("both agencies", [("both agencies", "Agency")]),
        ("the space station", [("the space station", "Project")]),
        ("she left it", [("she", "Person"), ("it", "Organization")]),
    ],
)
def test_words_that_point_back(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.text, m.type) for m in mentions(text, "anaphor")] == expected


### The document


@pytest.mark.parametrize(
    "text", ["an X-ray telescope of a new kind", "an S-band radar satellite", "the Ku-band antenna"]
)
def test_what_an_instrument_works_with_is_no_name(text: str) -> None:
    assert names(f"They built {text}.") == []


def test_nothing_outside_the_main_text() -> None:
    text = "Norway menu\n\nKenya joined."
    document = Document("x.txt", text, main=(Span(13, len(text)),))
    assert [m.text for m in find_mentions(document, lexicon())] == ["Kenya"]


def test_the_pages_own_fields_are_mentions() -> None:
    text = "Source: Fjord Courier | By jane\n\nNothing else."
    fields = (Field("publisher", "Fjord Courier", Span(8, 21)), Field("author", "jane", Span(27, 31)))
    found = find_mentions(Document("x.txt", text, fields=fields), lexicon())
    assert [(m.text, m.type, m.found_by) for m in found] == [
        ("Fjord Courier", "Media", "field"),
        ("jane", "Person", "field"),
    ]


@pytest.mark.parametrize("clock", ["T09:52:14Z", " 09:52:14", ", 9:52 a.m.", ""])
def test_a_date_field_is_the_date_without_the_time_of_day(clock: str) -> None:
    text = f"Published 2022-02-10{clock}\n\nKenya joined."
    date = Field("date", "2022-02-10", Span(10, 20 + len(clock)))
    found = find_mentions(Document("x.txt", text, fields=(date,)), lexicon())
    assert [(m.text, m.value) for m in found if m.type == "Date"] == [("2022-02-10", "2022-02-10")]


def test_a_name_broken_over_lines_and_escapes_is_one_name() -> None:
    text = "They say that since then the North Sea\n    Space Agency holds the Harbour\\_Accord\n    and _Kestrel_ 5."
    assert names(text) == ["North Sea\n    Space Agency", "Harbour\\_Accord", "Kestrel_ 5"]


PARTS = (
    "Norway Norwegian the of and Agency Treaty Kestrel 12 , . ( ) said Ingrid Moe an agreement it U.S. - \" 's Minister"
    " AOC two countries MoU * é 中国 \n\n"
)
WORDS = st.sampled_from(PARTS.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_mentions_stand_where_they_say_and_names_do_not_overlap(parts: list[str]) -> None:
    text = " ".join(parts)
    found = find_mentions(Document("x.txt", text), lexicon())
    assert list(found) == sorted(found)
    assert all(text[m.start : m.end] == m.text for m in found)
    printed = [m for m in found if m.kind != "anaphor"]
    assert all(not a.span.overlaps(b.span) for i, a in enumerate(printed) for b in printed[i + 1 :])


@pytest.mark.parametrize(
    "part", ["Agency of the ", "Norway and ", "( A ", "Kestrel 1 ", "MINISTER ", "J. ", '"', "the agreement "]
)
def test_time_grows_with_the_text_alone(part: str) -> None:
    assert find_mentions(Document("x.txt", part * 20_000), lexicon()) is not None


### Persons and what only looks like one


@pytest.mark.parametrize("before", ["The rover Ingrid Moe landed.", "The Ingrid Moe rover landed."])
def test_a_craft_with_a_persons_name_is_one_in_the_whole_document(before: str) -> None:
    found = names(f"Ingrid Moe will drill. {before} It is named after Ingrid Moe.", "Project")
    assert [name.removesuffix(" rover") for name in found] == ["Ingrid Moe", "Ingrid Moe"]


def test_a_person_is_none_without_a_craft() -> None:
    assert names("Ingrid Moe drove. The rover landed.", "Project") == []


def test_a_plain_on_mars_is_a_place() -> None:
    assert [m.type for m in mentions("It will land at Skua Planum.")] == ["Place"]


def test_an_office_with_its_field_is_no_company() -> None:
    text = "Kenyan Energy Secretary Ingrid Moe met Fjord Energy Chairman Peter Lie."
    found = [(m.text, m.type) for m in mentions(text)]
    assert found == [
        ("Kenyan", "Country"), ("Ingrid Moe", "Person"), ("Fjord Energy", "Company"), ("Peter Lie", "Person"),
    ]  # fmt: skip


def test_a_thing_is_called_by_the_surname_of_whom_it_is_named_after() -> None:
    found = mentions("The Ingrid Moe Space Telescope flew. Kenya gave a mirror to Moe, and Moe sees far.")
    assert [(m.text, m.type) for m in found if "Moe" in m.text] == [
        ("Ingrid Moe Space Telescope", "Project"), ("Moe", "Project"), ("Moe", "Project"),
    ]  # fmt: skip


def test_a_thing_named_after_a_person_is_none() -> None:
    found = mentions("The Ingrid Moe wind farm opened. Ingrid Moe was there.")
    assert next((m.text, m.type) for m in found) == ("Ingrid Moe", "Project")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the NSSA-led Kestrel mission", ("NSSA", "Agency")),
        ("The Polar Union-funded scheme ended.", ("Polar Union", "Alliance")),
        ("Fjord Energy is old. A Fjord Energy-built dam stands.", ("Fjord Energy", "Company")),
    ],
)
def test_a_body_joined_to_what_it_did(text: str, expected: tuple[str, str]) -> None:
    last = [m for m in mentions(text) if m.type != "Project"][-1]
    assert (last.text, last.type, last.found_by) == (*expected, "compound")


def test_an_instrument_is_named_behind_what_it_is() -> None:
    assert names("Norway gave a thermal infrared imager, TIRA, to it.", "Project") == ["TIRA"]


def test_a_known_name_runs_on_behind_a_line_break() -> None:
    found = names("It is the North Sea\nSpace Agency of Norway and of all of the others.")
    assert found == ["North Sea\nSpace Agency", "Norway"]


@pytest.mark.parametrize(
    "text",
    [
        "ESA's Euclid space telescope lifted off in July 2023.",
        "ESA's space telescope Euclid lifted off in July 2023.",
        "Kestrel, the agency's new space telescope, lifted off in July 2023.",
        "Kestrel, ESA's space telescope, lifted off in July 2023.",
    ],
)
def test_what_a_name_is_said_to_be_is_no_thing_of_its_own(text: str) -> None:
    assert not mentions(text, "nominal")


def test_a_headline_counts_missions_and_names_none() -> None:
    text = "Fjord Energy Launches Third Mission for Norway\n\nIt was a success, the firm Fjord Energy said in Bergen."
    assert names(text, "Project") == []


def test_a_country_in_the_full_name_of_a_known_firm_makes_no_other() -> None:
    known = Lexicon(
        {"Nordvik": (Name("Nordvik", "Company"),), "U.S.": (OTHERS["U.S."],)},
        {section: load_lexicon().rows(section) for section in SECTIONS},
    )
    text = "The rocket of Nordvik U.S., Inc. flew."
    assert [m.name for m in find_mentions(Document("x.txt", text), known) if m.type == "Company"] == ["Nordvik"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It carries a small camera (VIS) of glass.", ["VIS"]),
        ("It carries small cameras (see below) of glass.", []),
        ("It carries a small camera (Norway) of glass.", []),
    ],
)
def test_a_name_in_a_bracket_behind_what_it_is(text: str, expected: list[str]) -> None:
    assert names(text, "Project") == expected
