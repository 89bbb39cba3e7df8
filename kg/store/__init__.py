"""Stores of quads: open and write them, ask them, write them out, explain and verify what they hold."""

from kg.store.disk import generation, memory_store, open_held, open_store, write_store
from kg.store.explain import Explanation, Named, explain
from kg.store.lookup import Index, index
from kg.store.names import Shortener, base_of
from kg.store.query import run_query
from kg.store.questions import Parameter, Question, find_question, named_queries, run_question
from kg.store.rdflib_view import to_rdflib
from kg.store.results import Rows, Triples, to_text
from kg.store.serialise import FORMATS, export, export_text, write_nquads, write_turtle
from kg.store.verify import Problem, verify

__all__ = [
    "FORMATS",
    "Explanation",
    "Index",
    "Named",
    "Parameter",
    "Problem",
    "Question",
    "Rows",
    "Shortener",
    "Triples",
    "base_of",
    "explain",
    "export",
    "export_text",
    "find_question",
    "generation",
    "index",
    "memory_store",
    "named_queries",
    "open_held",
    "open_store",
    "run_query",
    "run_question",
    "to_rdflib",
    "to_text",
    "verify",
    "write_nquads",
    "write_store",
    "write_turtle",
]
