"""Who found a statement, as people read it: rules, then witnesses, by their own names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.finders import NOBODY, Finders, to_finders, witness_name
from kg.rdf import iri, witness_path

RULE = "https://w3id.org/provenkg/ontology#"
BASES = ("https://kg.example/", "https://a.example/space#")


@given(st.text(min_size=1).filter(lambda name: name.isprintable()), st.sampled_from(BASES))
def test_a_witness_is_called_what_it_calls_itself(name: str, base: str) -> None:
    assert witness_name(iri(base, witness_path(name)).value) == name


@pytest.mark.parametrize("rule", [f"{RULE}signing", f"{RULE}title%20line", "https://own.example/rules/joining"])
def test_a_rule_is_no_witness(rule: str) -> None:
    assert witness_name(rule) is None


@given(st.permutations(["witness/spacy:b", "witness/llm:a%2Fb", "witness/llm:a"]), st.sampled_from(BASES))
def test_rules_stand_before_witnesses_in_a_fixed_order(paths: list[str], base: str) -> None:
    found = to_finders([base + path for path in paths] + [f"{RULE}title%20line"])
    assert found.names == ("title line", "llm:a", "llm:a/b", "spacy:b")
    assert (found.rules, found.witnesses) == (("title line",), ("llm:a", "llm:a/b", "spacy:b"))


@pytest.mark.parametrize(
    ("name", "fits"),
    [("rules", (1, 0, 1)), ("witnesses", (0, 1, 1)), ("both", (0, 0, 1)), ("llm:a", (0, 1, 1)), ("joining", (0, 0, 0))],
)
def test_finders_are_asked_for_by_name_or_kind(name: str, fits: tuple[int, ...]) -> None:
    found = (Finders(("signing",)), Finders((), ("llm:a",)), Finders(("signing",), ("llm:a",)))
    assert tuple(int(one.match(name)) for one in found) == fits
    assert not NOBODY.match(name)


def test_finders_join() -> None:
    one, other = Finders(("signing",), ("llm:b",)), Finders(("joining", "signing"), ("llm:a",))
    assert one | other == other | one == Finders(("joining", "signing"), ("llm:a", "llm:b"))
    assert one | NOBODY == NOBODY | one == one
