"""The engine derives the constructions of a verb from its frame: each case here is one construction."""

import pytest

from tests.relate.marked import facts

SIGNED = ("China", "signatoryOf", "the treaty", "asserted")

CASES = {
    "active": ("[China|Country] signed [the treaty|Agreement].", {SIGNED}),
    "perfect": ("[China|Country] has signed [the treaty|Agreement].", {SIGNED}),
    "passive": ("[the treaty|Agreement] was signed by [China|Country].", {SIGNED}),
    "reduced passive": ("[the treaty|Agreement], signed by [China|Country], was kept.", {SIGNED}),
    "relative with subject": ("[China|Country], which signed [the treaty|Agreement], agreed.", {SIGNED}),
    "relative with object": ("[the treaty|Agreement], which [China|Country] signed, was kept.", {SIGNED}),
    "fronted participle": ("Signed by [China|Country], [the treaty|Agreement] was kept.", {SIGNED}),
    "nominalisation": ("The signing of [the treaty|Agreement] by [China|Country] was news.", {SIGNED}),
    "possessor of a noun": ("[China|Country]'s ratification of [the treaty|Agreement] was news.", {SIGNED}),
    "skipped apposition": ("[China|Country], the world's second economy, signed [the treaty|Agreement].", {SIGNED}),
    "skipped prepositional phrase": ("[China|Country] in [May|Date=2021-05] signed [the treaty|Agreement].", {SIGNED}),
    "body with its state": (
        "The [Ice Office|Agency] of the [Netherlands|Country] and [Safran|Company] signed [the treaty|Agreement].",
        {(actor, "signatoryOf", "the treaty", "asserted") for actor in ("Ice Office", "Safran")},
    ),
    "noun of two words behind the object": (
        "[ESA|Agency] runs the [Moe|Project] geothermal power plant.",
        {("ESA", "operates", "Moe", "asserted")},
    ),
    "skipped apposition with a list": (
        "[Hera|Project], a mission of [ESA|Agency], [Japan|Country] and [Italy|Country], was launched in [2024|Date].",
        {("Hera", "launchDate", "2024", "asserted")},
    ),
    "whom the terms are with": (
        "[Hera|Project] was built by [OHB|Company] under a contract with [ESA|Agency].",
        {("OHB", "develops", "Hera", "asserted")},
    ),
    "joined participles that open the sentence": (
        "Built by [OHB|Company] and launched by [SpaceX|Company] in [2024|Date], [Hera|Project] will land.",
        {
            ("OHB", "develops", "Hera", "asserted"),
            ("SpaceX", "launches", "Hera", "asserted"),
            ("Hera", "launchDate", "2024", "asserted"),
        },
    ),
    "participle in brackets": (
        "[Hera|Project] (built by [OHB|Company]) flies.",
        {("OHB", "develops", "Hera", "asserted")},
    ),
    "verb with a particle that is one elsewhere": (
        "[France|Country]'s cooperation with [India|Country] goes back to [1963|Date].",
        {("France", "cooperatesWith", "India", "asserted")},
    ),
    "participle behind where a thing is": (
        "The [Moe|Project] dam in [Peru|Country], built by [OHB|Company], opened.",
        {("OHB", "develops", "Moe", "asserted")},
    ),
    "participle behind between what a thing lies": (
        "The [Moe|Project] cable between [Peru|Country] and [Chile|Country], built and owned by [OHB|Company], opened.",
        {("OHB", "develops", "Moe", "asserted"), ("OHB", "operates", "Moe", "asserted")},
    ),
    "apposition with nested participles": (
        "[Moe|Project], a probe built by a team led by [OHB|Company], was launched by [ISRO|Agency] in [2024|Date].",
        {("ISRO", "launches", "Moe", "asserted"), ("Moe", "launchDate", "2024", "asserted")},
    ),
    "light verb": (
        "[India|Country] has begun construction of [the station|Project].",
        {("India", "develops", "the station", "asserted")},
    ),
    "verbs that share a subject": (
        "[China|Country] developed [Tianhe|Project] and launched [Wentian|Project].",
        {("China", "develops", "Tianhe", "asserted"), ("China", "launches", "Wentian", "asserted")},
    ),
    "verbs that share an object": (
        "[JAXA|Agency] designed, built and operates [Kibo|Project].",
        {("JAXA", "develops", "Kibo", "asserted"), ("JAXA", "operates", "Kibo", "asserted")},
    ),
    "subject of a clause of speech": (
        "[Russia|Country] said [China|Country] launched [Wentian|Project].",
        {("China", "launches", "Wentian", "asserted")},
    ),
    "object in apposition": (
        "[China|Country] launched its first lunar probe, [Chang'e-1|Project].",
        {("China", "launches", "Chang'e-1", "asserted")},
    ),
    "fixed words behind the verb": (
        "[Canada|Country] takes part in [the Gateway|Project].",
        {("Canada", "participatesIn", "the Gateway", "asserted")},
    ),
    "noun that lets the thing through": (
        "The construction of [the station|Project] was completed in [2022|Date].",
        {("the station", "endDate", "2022", "asserted")},
    ),
    "carrier": (
        "[Hera|Project] was launched aboard a [Falcon 9|LaunchVehicle].",
        {("Hera", "launchVehicle", "Falcon 9", "asserted")},
    ),
}


def test_whom_the_terms_are_with_does_not_build() -> None:
    found = facts("[Hera|Project] was built by [OHB|Company] under a contract with [ESA|Agency].")
    assert {s for s, p, _, _ in found if p == "develops"} == {"OHB"}


@pytest.mark.parametrize("name", CASES)
def test_construction_states_its_facts(name: str) -> None:
    text, expected = CASES[name]
    assert expected <= facts(text)


def test_coordinated_subjects_each_sign_and_work_together() -> None:
    assert facts("[China|Country] and [Russia|Country] signed [a pact|Agreement].") == {
        ("China", "signatoryOf", "a pact", "asserted"),
        ("Russia", "signatoryOf", "a pact", "asserted"),
        ("China", "cooperatesWith", "Russia", "asserted"),
    }


def test_fronted_place_is_no_subject() -> None:
    found = facts("In [Russia|Country], [China|Country] and [India|Country] signed [a pact|Agreement].")
    assert {s for s, p, _, _ in found if p == "signatoryOf"} == {"China", "India"}


def test_owner_of_a_plain_noun_is_no_subject() -> None:
    assert facts("[NASA|Agency] partners launched [Juno|Project].") == set()


def test_object_of_a_relative_clause_is_no_subject() -> None:
    found = facts("[NASA|Agency], which built [Juno|Project], operates [Hubble|Project].")
    assert found == {("NASA", "develops", "Juno", "asserted"), ("NASA", "operates", "Hubble", "asserted")}


def test_date_since_is_no_day_of_signing() -> None:
    assert facts("Since [2016|Date], [China|Country] has signed [the treaty|Agreement].") == {SIGNED}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("signed", "asserted"),
        ("will sign", "planned"),
        ("plans to sign", "planned"),
        ("is expected to sign", "planned"),
        ("has agreed to sign", "planned"),
        ("may sign", "planned"),
        ("helped to sign", "asserted"),
        ("never signed", "negated"),
        ("did not sign", "negated"),
        ("has refused to sign", "negated"),
        ("declined to sign", "negated"),
        ("will not sign", "negated"),
    ],
)
def test_status_follows_the_verb_group(words: str, status: str) -> None:
    assert facts(f"[China|Country] {words} [the treaty|Agreement].") == {("China", "signatoryOf", "the treaty", status)}


def test_condition_makes_a_plan() -> None:
    found = facts("If [ESA|Agency] builds [Themis|Project], costs rise.")
    assert found == {("ESA", "develops", "Themis", "planned")}


def test_denied_clause_is_negated() -> None:
    found = facts("Officials denied that [Canada|Country] had joined [the Accords|Agreement].")
    assert found == {("Canada", "signatoryOf", "the Accords", "negated")}


def test_leaving_is_a_negated_fact_and_not_leaving_is_not() -> None:
    assert facts("[Russia|Country] withdrew from [the Gateway|Project].") == {
        ("Russia", "participatesIn", "the Gateway", "negated")
    }
    assert facts("[Russia|Country] will not withdraw from [the Gateway|Project].") == {
        ("Russia", "participatesIn", "the Gateway", "asserted")
    }


def test_infinitive_of_purpose_is_a_plan() -> None:
    found = facts("[UNOOSA|Agency] partnered with [JAXA|Agency] to launch [KiboCUBE|Project].")
    assert ("UNOOSA", "cooperatesWith", "JAXA", "asserted") in found
    assert ("UNOOSA", "launches", "KiboCUBE", "planned") in found


def test_date_behind_the_day_of_publication_is_a_plan() -> None:
    found = facts("[NASA|Agency] launches [Dragonfly|Project] in [2028|Date].", date="2024-05-01")
    assert {status for *_, status in found} == {"planned"}


def test_signing_through_a_representative() -> None:
    found = facts(
        "[NASA|Agency] Administrator [Bill Nelson|Person] and [Josef Aschbacher|Person],"
        " director general of [ESA|Agency], signed [an accord|Agreement]."
    )
    assert {(body, "signatoryOf", "an accord", "asserted") for body in ("NASA", "ESA")} <= found


def test_parties_of_a_named_treaty_need_not_work_together() -> None:
    found = facts("[Poland|Country] and [Peru|Country] signed [the Accords|Agreement].")
    assert {predicate for _, predicate, _, _ in found} == {"signatoryOf"}


@pytest.mark.parametrize(
    "text", ["became the 38th nation to sign", "is the first country to sign", "was the third to sign"]
)
def test_nth_to_sign_has_signed(text: str) -> None:
    assert facts(f"[Sweden|Country] {text} [the Accords|Agreement].") == {
        ("Sweden", "signatoryOf", "the Accords", "asserted")
    }


def test_leaders_of_countries_act_for_all_of_them() -> None:
    found = facts("Leaders from [Nigeria|Country] and [Rwanda|Country] signed [the Accords|Agreement].")
    assert {s for s, *_ in found} == {"Nigeria", "Rwanda"}


def test_intransitive_frame_is_not_read_in_the_passive() -> None:
    found = facts("[Hera|Project] was launched in [2024|Date] by a [Falcon 9|LaunchVehicle].")
    assert {s for s, p, *_ in found if p == "launchDate"} == {"Hera"}


def test_not_signing_denies_neither_cooperation_nor_the_date() -> None:
    found = facts("[China|Country] and [Russia|Country] did not sign [an accord|Agreement] in [2020|Date].")
    assert {predicate for _, predicate, _, _ in found} == {"signatoryOf"}


def test_denied_subject_is_negated() -> None:
    found = facts("Neither [Peru|Country] nor [Chile|Country] signed [the treaty|Agreement].")
    assert found == {
        ("Peru", "signatoryOf", "the treaty", "negated"),
        ("Chile", "signatoryOf", "the treaty", "negated"),
    }


def test_signing_nothing_known_is_no_cooperation() -> None:
    assert facts("[Peru|Country] and [Chile|Country] signed for themselves.") == set()


def test_apposition_stands_for_what_it_explains() -> None:
    found = facts("[NISAR|Project], a radar satellite that [NASA|Agency] and [ISRO|Agency] have built, flies.")
    assert found >= {("NASA", "develops", "NISAR", "asserted"), ("ISRO", "develops", "NISAR", "asserted")}


def test_predicate_stands_for_its_subject() -> None:
    found = facts("[SVOM|Project] is the second satellite that [France|Country] built.")
    assert found == {("France", "develops", "SVOM", "asserted")}


def test_phrase_without_a_name_stands_for_the_name_behind_it() -> None:
    found = facts("The first, [CFOSAT|Project], was launched in [2018|Date].")
    assert found == {("CFOSAT", "launchDate", "2018", "asserted")}


def test_long_opening_holds_no_subject() -> None:
    text = "In [April|Date], after the invasion of [Ukraine|Country], [ESA|Agency] withdrew from [Luna 25|Project]."
    assert facts(text) == {("ESA", "participatesIn", "Luna 25", "negated")}


def test_what_nobody_is_obliged_to_do_is_left_open() -> None:
    assert facts("The pact does not oblige [Peru|Country] to join [the Accords|Agreement].") == set()


def test_source_named_first_is_no_subject() -> None:
    found = facts("According to [NASA|Agency], [Peru|Country] signed [the Accords|Agreement].")
    assert found == {("Peru", "signatoryOf", "the Accords", "asserted")}


def test_object_without_a_name_keeps_the_verb_active() -> None:
    assert facts("[The Society|Organization] established several schools in [Ceylon|Place].") == set()


def test_no_earlier_than_denies_nothing() -> None:
    found = facts("[NASA|Agency] launched [Juno|Project] no earlier than in [2011|Date].")
    assert {status for *_, status in found} == {"asserted"}


def test_acronym_in_brackets_does_not_part_a_name_from_its_kind() -> None:
    found = facts("[Belarus|Country] joined the [Lunar Station|Project] ([ILRS|Project]) programme.")
    assert ("Belarus", "participatesIn", "Lunar Station", "asserted") in found


def test_clause_without_a_relative_pronoun_keeps_its_object() -> None:
    found = facts("[The accord|Agreement] [Peru|Country] signed in [2020|Date] is in force.")
    assert ("Peru", "signatoryOf", "The accord", "asserted") in found
