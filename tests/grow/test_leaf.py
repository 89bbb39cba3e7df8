"""What a page gives to the files is the same as of a store, also who found what in it."""

from itertools import chain

from kg.grow.leaf import Leaf, read_claims, statements_of, to_leaf
from kg.merge import BASE, place, share_of, synonyms, to_pages
from kg.ontology import load_ontology
from kg.rdf import to_lines
from kg.records import STATUSES
from kg.store import export_text
from kg.view.claims import claims_of, nodes_of
from tests.witnessed import LLM, witnessed_readings, witnessed_store


def leaves() -> list[Leaf]:
    """Return the leaves of the pages that rules and witnesses read."""
    ontology = load_ontology()
    placed = [place(page, ontology) for page in to_pages(witnessed_readings())]
    said = [page.acronyms() for page in placed]
    alone, meanings = (chain.from_iterable(getattr(one, name) for one in said) for name in ("alone", "meanings"))
    known = synonyms(alone, meanings)
    return [to_leaf(share_of(page, known, ontology), BASE, ontology) for page in placed]


def test_claims_that_are_kept_are_those_of_the_store() -> None:
    quads = [*witnessed_store()]
    for leaf in leaves():
        name = BASE + leaf.document
        own = [quad for quad in quads if getattr(quad.graph_name, "value", "") == name]
        assert leaf.lines == frozenset(to_lines(own))
        stored = [(key, node.removeprefix(BASE), found) for key, node, found in claims_of(name, nodes_of(own))]
        kept = [
            ((BASE + subject, predicate, BASE + end, STATUSES[status]), node, found)
            for (subject, predicate, end, status), text in leaf.claims.items()
            for node, found in zip(statements_of(text), read_claims(name, text, BASE), strict=True)
        ]
        assert sorted(kept, key=str) == sorted(stored, key=str)
    assert any(LLM in found.finders.witnesses for _, _, found in kept)


def test_a_plan_that_witnesses_found_is_written_as_that_of_the_store() -> None:
    turtle = export_text(witnessed_store(), "turtle")
    blocks = [block for leaf in leaves() for block in leaf.blocks]
    assert len(blocks) == 2
    assert all(f"\n{block.text}\n" in turtle for block in blocks)
    assert any("witness/llm:org%2Ftiny%20model" in block.text and "spacy:own" in block.text for block in blocks)
