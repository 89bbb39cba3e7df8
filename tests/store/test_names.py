"""The base of a store is found by its documents, however many there are."""

import pyoxigraph as ox

from kg.rdf import TYPE, kg
from kg.store.names import base_of

BASE = "https://a.example/base/"


def document(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}document/{name}")


def test_a_store_without_documents_has_no_base() -> None:
    assert base_of(ox.Store()) is None


def test_documents_that_are_named_but_were_not_read_do_not_tell_the_base() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("https://b.example/white-paper"), TYPE, kg("Document")))
    assert base_of(store) is None
    store.add(ox.Quad(document("one"), TYPE, kg("Document"), document("one")))
    assert base_of(store) == BASE


def test_the_base_is_found_where_the_default_graph_describes_no_document() -> None:
    store = ox.Store()
    store.add(ox.Quad(document("one"), TYPE, kg("Document"), document("one")))
    assert base_of(store) == BASE
