"""Stores of quads: open and write them, ask them, write them out, explain and verify what they hold."""

from kg.store.disk import memory_store, open_store, write_store
from kg.store.names import Shortener, base_of
from kg.store.query import run_query
from kg.store.rdflib_view import to_rdflib
from kg.store.results import Rows, Triples, to_text
from kg.store.serialise import FORMATS, export, export_text, write_nquads, write_turtle

__all__ = [
    "FORMATS",
    "Rows",
    "Shortener",
    "Triples",
    "base_of",
    "export",
    "export_text",
    "memory_store",
    "open_store",
    "run_query",
    "to_rdflib",
    "to_text",
    "write_nquads",
    "write_store",
    "write_turtle",
]
