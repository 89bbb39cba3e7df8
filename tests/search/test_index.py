"""Rows are put into an index and taken out of it: what is found is what an index made of nothing finds."""

import random
import sqlite3
from contextlib import closing

from kg.search import search_index
from kg.search.index import Index

WORDS = "moon station accord India Brazil 月球 signed joined agency launch".split()  # noqa: SIM905 - read as words
Document = tuple[str, str, list[tuple[int, str, str]]]


def document(chance: random.Random, number: int) -> Document:
    """Return title, text and quotes."""
    quotes = [(at, " ".join(chance.choices(WORDS, k=4)), f"e{number}-{at}") for at in range(chance.randrange(4))]
    return " ".join(chance.choices(WORDS, k=2)), " ".join(chance.choices(WORDS, k=12)), quotes


def names(chance: random.Random) -> tuple[str, list[tuple[str, bool]]]:
    """Return a label, and it with aliases."""
    label, *others = (" ".join(chance.choices(WORDS, k=chance.randrange(1, 3))) for _ in range(3))
    return label, [(label, False), *((other, True) for other in sorted({*others} - {label}))]


def test_what_is_put_in_and_taken_out_leaves_no_trace() -> None:
    chance = random.Random(3)  # noqa: S311 - words, not secrets
    documents: dict[str, Document] = {}
    things: dict[str, tuple[str, list[tuple[str, bool]]]] = {}
    with closing(sqlite3.connect(":memory:")) as connection:
        index = Index(connection, new=True)
        for number in range(120):
            iri, thing = f"d{chance.randrange(20):02}", f"t{chance.randrange(20):02}"
            index.remove_document(iri)
            index.remove_entity(thing)
            documents.pop(iri, None)
            things.pop(thing, None)
            if chance.random() < 0.7:
                documents[iri] = document(chance, number)
                index.add_document(iri, *documents[iri])
                things[thing] = names(chance)
                index.add_entity(thing, *things[thing])
            if number % 20 == 19:
                index.optimize()
        with closing(sqlite3.connect(":memory:")) as other:
            fresh = Index(other, new=True)
            for iri, told in sorted(documents.items()):
                fresh.add_document(iri, *told)
            for iri, (label, own) in sorted(things.items()):
                fresh.add_entity(iri, label, own)
            for query in (*WORDS, "moon station", "sign*", '"moon accord"', "月"):
                found = search_index(connection, query, limit=50)
                assert found == search_index(other, query, limit=50), query
            assert search_index(connection, "moon", limit=50)
