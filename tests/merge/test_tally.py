"""Sums of what pages say of a thing: the order of pages does not matter, and what is taken away leaves no trace."""

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kg.grow.thing import read_tally, tally_text
from kg.merge import Tally, merged_entity
from kg.merge.tally import sighting
from kg.ontology import load_ontology
from kg.records import Entity

ONTOLOGY = load_ontology()
PATH = "organization/esa"

entities = st.builds(
    Entity,
    id=st.just("e1"),
    type=st.sampled_from(["Organization", "Agency", "Company"]),
    label=st.sampled_from(["ESA", "Esa", "European Space Agency", "the agency"]),
    aliases=st.lists(st.sampled_from(["ESA", "E.S.A.", "l'Agence"]), max_size=2).map(tuple),
    nominal=st.booleans(),
)
pages = st.lists(st.tuples(st.lists(entities, min_size=1, max_size=3), st.sampled_from(["en", "fr"])), max_size=6)
Page = tuple[list[Entity], str]


def tally(found: Sequence[Page]) -> Tally:
    """Return the sum of what pages say."""
    whole = Tally()
    for seen, language in found:
        whole.add(sighting(PATH, seen, language))
    return whole


@given(pages, st.randoms())
def test_the_order_of_pages_does_not_matter(found: list[Page], chance: random.Random) -> None:
    one = tally(found)
    chance.shuffle(found)
    assert one == tally(found)
    assert read_tally(tally_text(one)) == one


@given(pages, pages)
def test_what_is_taken_away_leaves_no_trace(stay: list[Page], go: list[Page]) -> None:
    whole = tally([*stay, *go])
    for seen, language in go:
        whole.add(sighting(PATH, seen, language), -1)
    assert whole == tally(stay)
    assert tally(stay).update(tally(go)) == tally([*stay, *go])


@given(pages.filter(bool))
def test_the_thing_is_that_of_all_its_mentions(found: list[Page]) -> None:
    seen = [(f"document/{number}", entity) for number, (those, _) in enumerate(found) for entity in those]
    assert tally(found).entity(PATH, ONTOLOGY) == merged_entity(PATH, seen, ONTOLOGY)
    assert set(tally(found).spoken().values()) <= {"en", "fr"}
