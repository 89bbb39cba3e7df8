"""Agreements, those who sign them, and those who work together: each case is one class of wording."""

import pytest

from kg.extract import read_facts
from kg.lexicon import load_lexicon
from kg.records import Document, Entity, Mention, Span
from kg.relate.names import name_facts
from tests.relate.marked import built_in, facts

SIGNED = {
    "first to sign": "[Kenya|Country] became the 30th country to sign [the Accords|Agreement].",
    "joined in signing": "[Kenya|Country] joined 32 other nations in signing [the Accords|Agreement].",
    "to which": "[the Accords|Agreement], to which [Kenya|Country] is a signatory, came into force.",
    "among them": "Ten states are parties to [the Accords|Agreement], among them [Peru|Country] and [Kenya|Country].",
    "most recently": "Forty countries have signed [the Accords|Agreement], most recently [Kenya|Country].",
    "signature added": "[Kenya|Country] added its signature to [the Accords|Agreement] in [May|Date=2021-05].",
    "signed between": "[the Accords|Agreement] were signed between [Kenya|Country] and [Peru|Country].",
    "for whom": "[Ann Lee|Person] signed [the Accords|Agreement] on behalf of [Kenya|Country].",
    "for whom first": "On behalf of [Kenya|Country], Ambassador [Ann Lee|Person] signed [the Accords|Agreement].",
    "signed by persons for": (
        "[the Accords|Agreement], signed by [Ann Lee|Person] for [Peru|Country] and [Bo Day|Person] for "
        "[Kenya|Country], are short."
    ),
    "persons with asides": "[Ann Lee|Person], for [Peru|Country], and [Bo Day|Person], for [Kenya|Country], signed "
    "[the Accords|Agreement].",
    "persons of": "[Ann Lee|Person] of [Peru|Country] and [Bo Day|Person] of [Kenya|Country] signed "
    "[the Accords|Agreement].",
    "person with body before": "[the Accords|Agreement] were signed by [Peru|Country]'s [Ann Lee|Person] and "
    "[Kenya|Country]'s [Bo Day|Person].",
    "office before the name": "[Peru|Country] minister [Ann Lee|Person] and [Kenya|Country] Secretary of State "
    "[Bo Day|Person] signed [the Accords|Agreement].",
    "office without a name": "[the Accords|Agreement] were signed by the president of [Peru|Country] and "
    "the minister of [Kenya|Country].",
    "under an agreement": "Under [an accord|Agreement] with [Peru|Country], [Kenya|Country] will build it.",
    "date within the verb": "[Kenya|Country] has [today|Date=2021-05-01] signed [the Accords|Agreement].",
}


@pytest.mark.parametrize("name", SIGNED)
def test_who_signed(name: str) -> None:
    found = {f for f in facts(SIGNED[name]) if f[:2] == ("Kenya", "signatoryOf")}
    assert {status for *_, status in found} == {"asserted"}


TOGETHER = {
    "agreements with": "[Peru|Country] has signed two agreements with [Chile|Country].",
    "agreements between": "The trade deals between [Peru|Country] and [Chile|Country] were long.",
    "own agreement": "[Peru|Country]'s [accord|Agreement] with [Chile|Country] is long.",
    "adverbial behind": "[Peru|Country] measures the ice in collaboration with [Chile|Country].",
    "adverbial inside": "[Peru|Country], in partnership with [Chile|Country], measures the ice.",
    "adverbial first": "In cooperation with [Chile|Country], [Peru|Country] measures the ice.",
    "adverbial in the passive": "The ice is measured by [Peru|Country] in tandem with [Chile|Country].",
    "participle": "[Peru|Country], working with [Chile|Country], measures the ice.",
    "has partnerships": "[Peru|Country] already has partnerships with [Chile|Country].",
    "joint endeavour": "It is a joint endeavour between [Peru|Country] and [Chile|Country].",
    "combined efforts": "It is due to the combined efforts of [Peru|Country] and [Chile|Country].",
    "two who announce one thing": "[Peru|Country] and [Chile|Country] announced [the dam|Project].",
    "two who make one thing": "[Peru|Country] and [Chile|Country] built [the dam|Project].",
}


@pytest.mark.parametrize("name", TOGETHER)
def test_who_works_together(name: str) -> None:
    pairs = {f[::2] for f in facts(TOGETHER[name]) if f[1] == "cooperatesWith" and f[3] == "asserted"}
    assert {frozenset(pair) for pair in pairs} == {frozenset(["Peru", "Chile"])}


NOTHING = [
    "[Peru|Country] built [the dam|Project], with [Chile|Country] as its contractor.",
    "The ice is measured in cooperation with [Chile|Country] for [Peru|Country].",
    "[Peru|Country] and [Chile|Country] operate [GPS|Project] and [Galileo|Project].",
    "[Peru|Country] built [the dam|Project] in the north of [Chile|Country].",
]


@pytest.mark.parametrize("text", NOTHING)
def test_near_misses_state_no_cooperation(text: str) -> None:
    assert not [f for f in facts(text) if f[1] == "cooperatesWith"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("[Peru|Country] is pleased to work with [Chile|Country].", "asserted"),
        ("[Peru|Country] will be proud to work with [Chile|Country].", "planned"),
        ("The partnership between [Peru|Country] and [Chile|Country] will serve both.", "asserted"),
        ("The partnership between [Peru|Country] and [Chile|Country] will begin soon.", "planned"),
        ("They agreed to deepen cooperation between [Peru|Country] and [Chile|Country].", "asserted"),
        ("[Peru|Country] plans to cooperate with [Chile|Country].", "planned"),
    ],
)
def test_what_is_taken_for_granted(text: str, status: str) -> None:
    assert {f[3] for f in facts(text) if f[1] == "cooperatesWith"} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "[Peru|Country] and [Kenya|Country] agreed in [May 2013|Date=2013-05] to build a port.",
        "The plan was agreed upon by [Peru|Country] and [Kenya|Country].",
        "It is a programme of [Peru|Country] and [Kenya|Country].",
    ],
)
def test_who_agrees_works_together_at_once(text: str) -> None:
    assert ("Peru", "cooperatesWith", "Kenya", "asserted") in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Chad|Country], [Peru|Country] and [Kenya|Country] were asked, and nobody agreed to it.",
        "[Peru|Country] and [Kenya|Country] have not agreed on it.",
    ],
)
def test_who_does_not_agree_does_not_work_together(text: str) -> None:
    assert not {fact for fact in facts(text) if fact[1] == "cooperatesWith" and fact[3] == "asserted"}


def test_who_joins_a_body_in_doing_something_is_no_member_of_it() -> None:
    found = facts("[Chad|Country] joined [Peru|Country] and [the Union|Alliance] in signing [the Accords|Agreement].")
    assert {(s, p, o) for s, p, o, _ in found} >= {("Chad", "signatoryOf", "the Accords")}
    assert "memberOf" not in {p for _, p, _, _ in found}


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("The ESA Convention was kept. ESA was glad.", {"European Space Agency"}),
        ("The Artemis Accords were kept. Artemis is a programme.", set()),
    ],
)
def test_convention_of_a_body_is_about_it(text: str, topics: set[str]) -> None:
    reading = read_facts(Document("x", text, main=(Span(0, len(text)),)), built_in(), load_lexicon())
    labels = {entity.id: entity.label for entity in reading.entities}
    assert {labels[s.object] for s in reading.statements if s.predicate == "concerns"} == topics


@pytest.mark.parametrize(
    "text",
    [
        "[Orbex|Company] signed [a contract|Agreement] with [ESA|Agency] to launch [Hera|Project].",
        "[ESA|Agency] signed [a contract|Agreement] with [Orbex|Company] to launch [Hera|Project].",
        "[Kenya|Country] reached [a deal|Agreement] with [Orbex|Company] to launch [Hera|Project].",
    ],
)
def test_firm_does_the_work_of_a_deal(text: str) -> None:
    assert {fact for fact in facts(text) if fact[1] == "launches"} == {("Orbex", "launches", "Hera", "planned")}


def test_two_agencies_share_the_work_of_a_deal() -> None:
    found = facts("[ESA|Agency] signed [a deal|Agreement] with [JAXA|Agency] to build [Hera|Project].")
    assert {body for body, predicate, *_ in found if predicate == "develops"} == {"ESA", "JAXA"}


@pytest.mark.parametrize(
    "text",
    [
        "[Peru|Country] hopes to sign [a treaty|Agreement] between [ESA|Agency] and [JAXA|Agency].",
        "They plan to conclude [a treaty|Agreement] between [ESA|Agency] and [JAXA|Agency].",
        "The board approved the signing of [a treaty|Agreement] by [ESA|Agency] and [JAXA|Agency].",
        "Ministers will discuss the signing of [a treaty|Agreement] by [ESA|Agency] and [JAXA|Agency].",
    ],
)
def test_agreement_still_to_be_made_is_planned(text: str) -> None:
    found = {status for body, predicate, _, status in facts(text) if predicate == "signatoryOf" and body != "Peru"}
    assert found == {"planned"}


def test_agreement_that_is_to_be_used_is_there() -> None:
    text = "They hope to use [the treaty|Agreement] between [ESA|Agency] and [JAXA|Agency]."
    assert {status for _, predicate, _, status in facts(text) if predicate == "signatoryOf"} == {"asserted"}


@pytest.mark.parametrize("dash", ["-", "–"])
def test_dash_behind_a_paper_is_no_and(dash: str) -> None:
    found = facts(f"[Oslo News|Media] {dash} [Kenya|Country] reached [a deal|Agreement] with [Peru|Country].")
    assert {name for one, _, other, _ in found for name in (one, other)} == {"Kenya", "Peru", "a deal"}


def test_whom_somebody_picks_does_the_work_though_nothing_tells_who_it_is() -> None:
    assert not facts("[ESA|Agency] picked Nordvik to launch [Hera|Project].")


def test_headline_of_two_bodies_says_of_neither_that_it_is_the_other() -> None:
    assert not facts("[ESA|Agency], [Norway|Country]'s space agency sign a statement.")


def test_launch_that_a_contract_is_for_is_to_come() -> None:
    found = facts("[Oslo|Company] signed [a contract|Agreement] with [ESA|Agency] for the launch of [Hera|Project].")
    assert ("Oslo", "launches", "Hera", "planned") in found
    assert not [fact for fact in found if fact[1] == "launches" and fact[0] == "ESA"]


def test_date_of_what_a_contract_is_for_is_not_the_contracts() -> None:
    text = "[ESA|Agency] signed [a contract|Agreement] for the launch of [Hera|Project] in [2026|Date]."
    assert not [fact for fact in facts(text) if fact[1] == "signedOn"]


@pytest.mark.parametrize(
    "text",
    [
        "[Oslo|Company] lost the contract to build [Hera|Project].",
        "[Oslo|Company] beat rivals and lost the order to build [Hera|Project].",
    ],
)
def test_who_loses_a_contract_builds_nothing(text: str) -> None:
    assert not facts(text)


def test_who_is_beaten_builds_nothing() -> None:
    found = facts("[Oslo|Company] beat [Boeing|Company] to build [Hera|Project].")
    assert {body for body, predicate, *_ in found if predicate == "develops"} == {"Oslo"}


def test_what_would_have_been_done_was_not() -> None:
    found = facts("[ESA|Agency] would have launched [Hera|Project].")
    assert {status for *_, status in found} == {"negated"}


def test_agreement_that_is_negotiated_is_planned() -> None:
    text = "They spoke of negotiations for [a trade agreement|Agreement] between [Peru|Country] and [ESA|Agency]."
    assert {status for *_, status in facts(text)} == {"planned"}


def test_participle_behind_an_unknown_name_is_said_of_that_name() -> None:
    found = facts("It follows [Hera|Project], launched in [2019|Date], and Nordvik, launched in [2026|Date].")
    assert {(name, date) for name, _, date, _ in found} == {("Hera", "2019")}


def test_what_is_set_at_a_launch_is_no_plan() -> None:
    found = facts("[ESA|Agency] set a record in the launch of [Hera|Project] in [2019|Date].")
    assert {status for *_, status in found} <= {"asserted"}
    later = facts("The launch of [Hera|Project] is set for [2029|Date].")
    assert {status for *_, status in later} == {"planned"}


@pytest.mark.parametrize(("body", "stated"), [("Peru Pumps Limited", 0), ("Peru Power Company", 1)])
def test_firm_with_a_legal_form_need_not_be_its_states(body: str, stated: int) -> None:
    mention = Mention(0, len(body), body, "Company", "hand", entity="e1")
    entities = [Entity("e1", "Company", body), Entity("e2", "Country", "Peru", code="PE")]
    found = [*name_facts(Document("x.txt", f"{body} built it."), entities, [mention], load_lexicon())]
    assert len(found) == stated


def test_what_one_is_glad_to_see_has_happened() -> None:
    found = facts("We are glad to see that [Kenya|Country] has signed [the Accords|Agreement].")
    assert {status for *_, status in found} == {"asserted"}


def test_second_clause_has_a_subject_of_its_own() -> None:
    text = "[Hera|Project], made in Oslo, was the first one and [Juice|Project] was launched in [2023|Date]."
    assert {(name, date) for name, predicate, date, _ in facts(text) if predicate == "launchDate"} == {
        ("Juice", "2023")
    }


def test_members_that_are_states_of_a_union_do_not_make_it_a_member() -> None:
    assert not facts("[ESA|Alliance] says that most of [ESA|Alliance]'s members are [EU|Alliance] member states.")
