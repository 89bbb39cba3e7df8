"""Mentions into entities, on mentions made by hand."""

from functools import cache

import pytest

from kg.find import find_mentions
from kg.lexicon import Lexicon, Name, load_lexicon
from kg.link import link_mentions
from kg.records import Document, Entity, Field, Mention

SECTIONS = ("acted_on", "heads", "persons", "nominals", "anaphors", "places", "titles", "organizations")


Spec = tuple[str, str] | tuple[str, str, dict[str, str]]


@cache
def lexicon() -> Lexicon:
    real = load_lexicon()
    forms = {"North Sea Space Agency": (Name("North Sea Space Agency", "Agency"),)}
    return Lexicon(forms, {section: real.rows(section) for section in SECTIONS}, given=frozenset({"Ingrid", "Peter"}))


def mentions(text: str, *specs: Spec) -> list[Mention]:
    """Return mentions of parts of the text, each searched behind the one before."""
    found = []
    at = 0
    for part, type_, *rest in specs:
        start = text.index(part, at)
        at = start + len(part)
        more = {"found_by": "test", **(rest[0] if rest else {})}
        found.append(Mention(start, at, part, type_, **more))  # type: ignore[arg-type]
    return found


def link(text: str, *specs: Spec) -> tuple[list[Entity], list[str]]:
    """Return the entities without the page, and the label of each mention's entity in order."""
    document = Document("x.txt", text, fields=(Field("title", "The page"),))
    entities, linked = link_mentions(document, mentions(text, *specs), lexicon())
    labels = {entity.id: entity.label for entity in entities}
    assert entities[0] == Entity("document", "Document", "The page")
    return list(entities[1:]), [labels[m.entity] for m in linked if m.entity]


COUNTRY = {"code": "NO", "name": "Norway"}
NOMINAL = {"kind": "nominal"}
SET = {"kind": "anaphor", "found_by": "set"}
THE = {"kind": "anaphor", "found_by": "definite"}
PRONOUN = {"kind": "anaphor", "found_by": "pronoun"}


def test_entities_are_numbered_in_order_of_first_mention() -> None:
    entities, _ = link("Moe met NSSA", ("Moe", "Person"), ("NSSA", "Agency"))
    assert [(e.id, e.label) for e in entities] == [("e1", "Moe"), ("e2", "NSSA")]


def test_a_country_and_its_demonym_are_one() -> None:
    entities, labels = link("Norway, Norwegian", ("Norway", "Country", COUNTRY), ("Norwegian", "Country", COUNTRY))
    assert labels == ["Norway", "Norway"]
    assert (entities[0].code, entities[0].aliases) == ("NO", ("Norwegian",))


def test_dates_are_one_by_value() -> None:
    text = "9 May 2024, today, yesterday"
    _, labels = link(
        text,
        ("9 May 2024", "Date", {"value": "2024-05-09"}),
        ("today", "Date", {"value": "2024-05-09"}),
        ("yesterday", "Date"),
    )
    assert labels == ["2024-05-09", "2024-05-09", "yesterday"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kite-7", "Kite 7"),
        ("KITE", "Kite"),
        ("Harbour\\_Accord", "Harbour Accord"),
        ("Chang’e-5", "Chang'e 5"),
        ("Skua\nRover", "Skua Rover"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    entities, _ = link(f"{one} and {other}", (one, "Project"), (other, "Project"))
    assert len(entities) == 1


def test_a_name_without_its_kind_is_the_same() -> None:
    _, labels = link("UN-KITE, UN-KITE Programme", ("UN-KITE", "Project"), ("UN-KITE Programme", "Project"))
    assert labels == ["UN-KITE Programme"] * 2


def test_the_end_of_a_longer_name_is_the_same() -> None:
    _, labels = link(
        "UN General Assembly, General Assembly", ("UN General Assembly", "Agency"), ("General Assembly", "Agency")
    )
    assert labels == ["UN General Assembly"] * 2


def test_the_end_of_two_longer_names_is_neither() -> None:
    text = "Polar Space Agency, Coastal Space Agency, Space Agency"
    entities, _ = link(
        text, ("Polar Space Agency", "Agency"), ("Coastal Space Agency", "Agency"), ("Space Agency", "Agency")
    )
    assert len(entities) == 3


def test_an_acronym_goes_by_the_name_that_it_stands_for() -> None:
    _, labels = link("NSSA rose", ("NSSA", "Agency", {"name": "North Sea Space Agency"}))
    assert labels == ["North Sea Space Agency"]


def test_one_name_in_two_classes_is_two_things() -> None:
    entities, _ = link("Kite met Kite", ("Kite", "Project"), ("Kite", "Company"))
    assert len(entities) == 2


def test_a_surname_is_the_last_person_of_that_name() -> None:
    text = "Ingrid Moe, then Moe; Peter Moe, then Moe"
    _, labels = link(text, ("Ingrid Moe", "Person"), ("Moe", "Person"), ("Peter Moe", "Person"), ("Moe", "Person"))
    assert labels == ["Ingrid Moe", "Ingrid Moe", "Peter Moe", "Peter Moe"]


def test_a_surname_before_the_full_name() -> None:
    _, labels = link("Moe wins. Ingrid Moe said", ("Moe", "Person"), ("Ingrid Moe", "Person"))
    assert labels == ["Ingrid Moe"] * 2


def test_a_surname_of_two_words_is_the_person() -> None:
    _, labels = link(
        "Ingrid van Dam and Dam. van Dam", ("Ingrid van Dam", "Person"), ("Dam", "Person"), ("van Dam", "Person")
    )
    assert set(labels) == {"Ingrid van Dam"}


def test_the_end_of_two_persons_names_is_neither() -> None:
    names = ("Ingrid van Dam", "Peter van Dam", "van Dam")
    _, labels = link(", ".join(names), *((name, "Person") for name in names))
    assert labels[0] != labels[2]


def test_the_last_part_of_a_hyphenated_surname() -> None:
    _, labels = link("Omar al-Nadir spoke. Nadir left.", ("Omar al-Nadir", "Person"), ("Nadir", "Person"))
    assert set(labels) == {"Omar al-Nadir"}


def test_an_event_with_a_body_spelled_out_is_the_same() -> None:
    document = Document("x.txt", "The United Nations Ocean Summit. The UN Ocean Summit.")
    both = mentions(document.text, ("United Nations Ocean Summit", "Event"), ("UN Ocean Summit", "Event"))
    _, linked = link_mentions(document, both, load_lexicon())
    assert len({mention.entity for mention in linked}) == 1


def test_capitals_do_not_make_another_person() -> None:
    entities, _ = link("Li LinXu, LI Linxu", ("Li LinXu", "Person"), ("LI Linxu", "Person"))
    assert len(entities) == 1


def test_the_agreement_is_the_last_one_named() -> None:
    text = "The Oslo Accord and the Bergen Treaty. Under the agreement"
    _, labels = link(
        text, ("Oslo Accord", "Agreement"), ("Bergen Treaty", "Agreement"), ("agreement", "Agreement", NOMINAL)
    )
    assert labels == ["Oslo Accord", "Bergen Treaty", "Bergen Treaty"]


def test_an_agreement_is_new() -> None:
    entities, _ = link(
        "The Oslo Accord. Norway signed an agreement", ("Oslo Accord", "Agreement"), ("agreement", "Agreement", NOMINAL)
    )
    assert [(e.label, e.nominal) for e in entities] == [("Oslo Accord", False), ("agreement", True)]


def test_an_agreement_of_the_same_parties_is_not_new() -> None:
    text = "Norway and NSSA sign agreement\n\nNorway and NSSA have signed an agreement on trade."
    specs = (("Norway", "Country", COUNTRY), ("NSSA", "Agency"), ("agreement", "Agreement", NOMINAL))
    entities, _ = link(text, *specs, *specs)
    assert [e.label for e in entities] == ["Norway", "NSSA", "agreement"]


def test_a_memorandum_and_its_acronym() -> None:
    text = "They signed a memorandum of understanding. The MoU covers trade."
    entities, _ = link(text, ("memorandum of understanding", "Agreement", NOMINAL), ("MoU", "Agreement", NOMINAL))
    assert len(entities) == 1


def test_the_white_paper_has_the_title_behind_it() -> None:
    text = "The white paper, titled Our Space Plan, says"
    _, labels = link(text, ("white paper", "Document", NOMINAL), ("Our Space Plan", "Document", {"found_by": "titled"}))
    assert labels == ["Our Space Plan"] * 2


def test_the_two_countries_are_the_last_two() -> None:
    text = "Norway and Kenya met. The two countries agreed."
    specs = (("Norway", "Country", COUNTRY), ("Kenya", "Country", {"code": "KE", "name": "Kenya"}))
    _, labels = link(text, *specs, ("The two countries", "Country", SET))
    assert labels == ["Norway", "Kenya", "Norway", "Kenya"]


def test_the_two_countries_of_one_are_none() -> None:
    _, labels = link("Norway. The two countries", ("Norway", "Country", COUNTRY), ("The two countries", "Country", SET))
    assert labels == ["Norway"]


@pytest.mark.parametrize(
    ("text", "specs", "label"),
    [
        ("Norway grew. The country", [("Norway", "Country", COUNTRY), ("The country", "Country", THE)], "Norway"),
        (
            "NSSA met Fjord Co. The agency",
            [("NSSA", "Agency"), ("Fjord Co", "Company"), ("The agency", "Agency", THE)],
            "NSSA",
        ),
        (
            "Skua Station, then Kite. The station",
            [("Skua Station", "Project"), ("Kite", "Project"), ("The station", "Project", THE)],
            "Skua Station",
        ),
        (
            "Skua Station, then Kite. The mission",
            [("Skua Station", "Project"), ("Kite", "Project"), ("The mission", "Project", THE)],
            "Kite",
        ),
        (
            "NSSA, Norway's agency, said that it",
            [("NSSA", "Agency"), ("Norway", "Country", COUNTRY), ("it", "Organization", PRONOUN)],
            "NSSA",
        ),
        (
            "In Norway, NSSA and its",
            [("Norway", "Country", COUNTRY), ("NSSA", "Agency"), ("its", "Organization", PRONOUN)],
            "NSSA",
        ),
        (
            "NSSA met Norway. The country grew. It",
            [
                ("NSSA", "Agency"),
                ("Norway", "Country", COUNTRY),
                ("The country", "Country", THE),
                ("It", "Organization", PRONOUN),
            ],
            "Norway",
        ),
        (
            "Moe left Norway. She",
            [("Moe", "Person"), ("Norway", "Country", COUNTRY), ("She", "Person", PRONOUN)],
            "Moe",
        ),
    ],
)
def test_words_that_point_back(text: str, specs: list[tuple[str, str, dict[str, str]]], label: str) -> None:
    _, labels = link(text, *specs)
    assert labels[-1] == label


def test_a_word_that_points_to_nothing_is_left_out() -> None:
    assert link("The rover", ("The rover", "Project", THE)) == ([], [])


def test_what_is_too_far_away_is_not_meant() -> None:
    text = "Norway grew. " + "And so on. " * 400 + "The country"
    _, labels = link(text, ("Norway", "Country", COUNTRY), ("The country", "Country", THE))
    assert labels == ["Norway"]


def test_time_grows_with_the_text_alone() -> None:
    text = "Norway and Kenya signed an agreement. " * 5_000
    specs = [
        ("Norway", "Country", COUNTRY),
        ("Kenya", "Country", {"code": "KE", "name": "Kenya"}),
        ("agreement", "Agreement", NOMINAL),
    ]
    entities, _ = link(text, *(specs * 5_000))
    assert [entity.label for entity in entities] == ["Norway", "Kenya", "agreement"]


ROCKET: Spec = ("Fulmar 2", "LaunchVehicle")


def test_a_mission_is_no_rocket() -> None:
    text = "Kite-3 flew on a Fulmar 2 rocket. NSSA runs the mission. The rocket is small."
    the_rocket: Spec = ("The rocket", "LaunchVehicle", THE)
    _, labels = link(text, ("Kite-3", "Project"), ROCKET, ("the mission", "Project", THE), the_rocket)
    assert labels == ["Kite-3", "Fulmar 2", "Kite-3", "Fulmar 2"]


def test_a_mission_is_not_a_rocket_that_stands_alone() -> None:
    assert link("Fulmar 2 flew. The mission", ROCKET, ("The mission", "Project", THE))[1] == ["Fulmar 2"]


def test_the_mission_is_the_subject_before_it() -> None:
    text = "Kite-3 flew past Petrel-1, to Tern-5. The mission"
    specs: list[Spec] = [
        ("Kite-3", "Project"),
        ("Petrel-1", "Project"),
        ("Tern-5", "Project"),
        ("The mission", "Project", THE),
    ]
    assert link(text, *specs)[1][-1] == "Kite-3"


def nations(*names: str) -> list[Spec]:
    return [(name, "Country", {"code": name[:2].upper(), "name": name}) for name in names]


THE_TWO: Spec = ("The two countries", "Country", SET)


def test_the_two_countries_are_those_not_named_aside() -> None:
    text = "Norway and Kenya signed an agreement with Chile watching. The two countries"
    _, labels = link(text, *nations("Norway", "Kenya", "Chile"), THE_TWO)
    assert labels[3:] == ["Norway", "Kenya"]


def test_the_two_countries_of_three_are_none() -> None:
    _, labels = link("Norway, Kenya and Chile met. The two countries", *nations("Norway", "Kenya", "Chile"), THE_TWO)
    assert labels == ["Norway", "Kenya", "Chile"]


def test_the_two_countries_of_three_are_the_most_named() -> None:
    text = "Norway met Kenya. Norway likes Kenya. Norway, Kenya and Chile met. The two countries"
    _, labels = link(text, *nations(*["Norway", "Kenya"] * 3, "Chile"), THE_TWO)
    assert labels[7:] == ["Norway", "Kenya"]


def test_a_name_between_does_not_change_the_two() -> None:
    text = "NSSA and Polar Agency signed. Coastal Agency watched. The two agencies"
    bodies: list[Spec] = [("NSSA", "Agency"), ("Polar Agency", "Agency"), ("Coastal Agency", "Agency")]
    assert link(text, *bodies, ("The two agencies", "Agency", SET))[1][3:] == ["NSSA", "Polar Agency"]


def test_a_capitalised_noun_is_what_is_named_most() -> None:
    polar, coastal = ("Polar Office", "Agency"), ("Coastal Office", "Agency")
    for noun, meant in (("The Office", "Polar Office"), ("the office", "Coastal Office")):
        text = f"Polar Office and Polar Office met. Coastal Office came. {noun} grew."
        assert link(text, polar, polar, coastal, (noun, "Agency", THE))[1][3:] == [meant]


def test_the_memorandum_of_the_headline_and_that_of_the_body_are_one() -> None:
    text = "Kenya signs MoU\n\nNorway and Kenya signed a memorandum of understanding. Kenya and Chile signed a deal."
    kenya, mou = nations("Kenya")[0], ("MoU", "Agreement", NOMINAL)
    memorandum, deal = ("memorandum of understanding", "Agreement", NOMINAL), ("deal", "Agreement", NOMINAL)
    _, labels = link(text, kenya, mou, *nations("Norway", "Kenya"), memorandum, *nations("Kenya", "Chile"), deal)
    assert [labels[1], labels[4], labels[7]] == ["memorandum of understanding"] * 2 + ["deal"]


def test_noun_of_any_body_is_first_that_of_the_body_whose_name_has_it() -> None:
    text = "The Fjord Foundation signed. Skyworks Bergen built it. The foundation, based in Oslo, agreed."
    bodies = [("Fjord Foundation", "Organization"), ("Skyworks Bergen", "Organization")]
    _, labels = link(text, *bodies, ("The foundation", "Organization", THE))
    assert labels == ["Fjord Foundation", "Skyworks Bergen", "Fjord Foundation"]


def test_a_ministry_is_no_agency() -> None:
    text = "NSSA said so. According to the ministry, it flew. The agency agreed."
    found, labels = link(text, ("NSSA", "Agency"), ("the ministry", "Agency", THE), ("The agency", "Agency", THE))
    assert len(found) == 1
    assert labels == ["NSSA", "NSSA"]


def test_a_centre_is_a_body_of_that_name() -> None:
    text = "NSSA runs the centre. The Lomo Research Centre grew. NSSA left. The centre agreed."
    centre = ("Lomo Research Centre", "Organization")
    nssa, before, behind = ("NSSA", "Agency"), ("the centre", "Organization", THE), ("The centre", "Organization", THE)
    _, labels = link(text, nssa, before, centre, nssa, behind)
    assert labels == ["NSSA", "Lomo Research Centre", "NSSA", "Lomo Research Centre"]


ACTED_ON = {"kind": "anaphor", "found_by": "acted_on"}
OWNER = {"kind": "anaphor", "found_by": "owner"}


def test_the_launch_is_that_of_the_topic() -> None:
    _, labels = link(
        "Gaia left the Ares rocket. The launch is near.",
        ("Gaia", "Project"), ("Ares", "LaunchVehicle"), ("The", "Project", OWNER),
    )  # fmt: skip
    assert labels == ["Gaia", "Ares", "Gaia"]


def test_a_launch_of_nothing_named_is_left_out() -> None:
    _, labels = link("Ares is a rocket. The launch is near.", ("Ares", "LaunchVehicle"), ("The", "Project", OWNER))
    assert labels == ["Ares"]


def test_them_is_what_has_a_plural_name() -> None:
    _, labels = link(
        "The Peace Accords follow the Sea Treaty. Peru signed them.",
        ("Peace Accords", "Agreement"), ("Sea Treaty", "Agreement"), ("them", "Agreement", ACTED_ON),
    )  # fmt: skip
    assert labels == ["Peace Accords", "Sea Treaty", "Peace Accords"]


def test_the_agency_of_a_dateline_is_no_subject() -> None:
    text = "Oslo, May 4 (TASS) -- The Norwegian Space Agency (NOSA) praised its camera."
    document = Document("x.txt", text)
    entities, mentions = link_mentions(document, find_mentions(document, load_lexicon()), load_lexicon())
    labels = {entity.id: entity.label for entity in entities}
    assert [labels[m.entity or ""] for m in mentions if m.text == "its"] == ["Norwegian Space Agency"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nordvik Corporation built it. Nordvik said so.", 1),
        ("The Ternion project grew. Ternion was praised.", 1),
    ],
)
def test_a_name_without_its_form_or_kind_is_the_same(text: str, count: int) -> None:
    document = Document("x.txt", text)
    entities, _ = link_mentions(document, find_mentions(document, load_lexicon()), load_lexicon())
    assert len([entity for entity in entities if entity.type != "Document"]) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Nordvik Aerospace, a company, built it. Nordvik, a company, said so.", 1),
        ("Nordvik Aerospace and Nordvik Energy, companies both, built it. Nordvik, a company, said so.", 3),
    ],
)
def test_the_first_word_of_one_firm_stands_for_it(text: str, count: int) -> None:
    document = Document("x.txt", text)
    entities, _ = link_mentions(document, find_mentions(document, load_lexicon()), load_lexicon())
    assert len([entity for entity in entities if entity.type != "Document"]) == count


KNOWN = Lexicon(
    {name: (Name(name, "Project", kind=kind),) for name, kind in (("Fulmar", "spacecraft"), ("Skua", "spacecraft"))},
    {section: load_lexicon().rows(section) for section in (*SECTIONS, "selecting")},
)


@pytest.mark.parametrize(
    ("text", "names", "meant"),
    [
        ("Fulmar left. OHB built the probe.", ("Fulmar",), "Fulmar"),
        ("Fulmar left. OHB built the dam.", ("Fulmar",), None),
        ("Fulmar and Skua left. OHB built the probe.", ("Fulmar", "Skua"), None),
        ("They went with Fulmar. OHB built the probe.", ("Fulmar",), None),
    ],
)
def test_a_noun_stands_for_the_one_thing_that_is_known_as_such(
    text: str, names: tuple[str, ...], meant: str | None
) -> None:
    anaphor = text.rsplit("built ", 1)[1].rstrip(".")
    specs: list[Spec] = [*((name, "Project") for name in names), (anaphor, "Project", THE)]
    entities, linked = link_mentions(Document("x.txt", text), mentions(text, *specs), KNOWN)
    labels = {entity.id: entity.label for entity in entities}
    assert [labels[m.entity or ""] for m in linked if m.text == anaphor] == ([meant] if meant else [])


OF_PERU = {"code": "PE", "name": "Peru"}


def test_ministries_of_one_name_are_told_apart_by_their_states() -> None:
    entities, labels = link(
        "Norway's Ministry of Ice met the Ministry of Ice of Peru. The Ministry of Ice agreed.",
        ("Norway", "Country", COUNTRY),
        ("Ministry of Ice", "Agency"),
        ("Ministry of Ice", "Agency"),
        ("Peru", "Country", OF_PERU),
        ("Ministry of Ice", "Agency"),
    )
    assert [e.id for e in entities if e.label == "Ministry of Ice"] == ["e2", "e3"]
    assert len(labels) == 5


def test_a_ministry_is_one_where_one_state_is_named() -> None:
    entities, _ = link(
        "Norway's Ministry of Ice met. The Ministry of Ice agreed.",
        ("Norway", "Country", COUNTRY),
        ("Ministry of Ice", "Agency"),
        ("Ministry of Ice", "Agency"),
    )
    assert [e.label for e in entities] == ["Norway", "Ministry of Ice"]


def test_its_is_the_owner_of_what_its_noun_holds() -> None:
    specs: list[Spec] = [("NSSA", "Agency"), ("Fjord Co", "Company"), ("its", "Organization", PRONOUN)]
    _, labels = link("NSSA led work on Fjord Co's latest mission in its", *specs)
    assert labels[-1] == "Fjord Co"


def test_its_is_the_subject_that_its_adverbial_leads_in() -> None:
    specs: list[Spec] = [("Skua", "Project"), ("its", "Organization", PRONOUN), ("Kite", "Project")]
    _, labels = link("Skua flew. At the time of its launch in May, Kite was large.", *specs)
    assert labels == ["Skua", "Kite", "Kite"]


def test_its_is_nothing_where_its_adverbial_leads_in_a_stranger() -> None:
    specs: list[Spec] = [("Skua", "Project"), ("its", "Organization", PRONOUN)]
    _, labels = link("Skua flew. At the time of its launch in May, Tern Nordvik was large.", *specs)
    assert labels == ["Skua"]
