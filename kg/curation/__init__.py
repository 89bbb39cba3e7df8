"""The decisions of people about a graph: records, the file that keeps them, and how a graph follows them."""

from kg.curation.apply import Curated, curate
from kg.curation.file import add_decision, check_day, read_decisions, write_decisions
from kg.curation.identity import Kind, check_decisions, check_kinds
from kg.curation.records import (
    Accept,
    ContradictionError,
    Decision,
    Distinction,
    Merge,
    Note,
    Reject,
    Rename,
    Split,
    Verdict,
)

__all__ = [
    "Accept",
    "ContradictionError",
    "Curated",
    "Decision",
    "Distinction",
    "Kind",
    "Merge",
    "Note",
    "Reject",
    "Rename",
    "Split",
    "Verdict",
    "add_decision",
    "check_day",
    "check_decisions",
    "check_kinds",
    "curate",
    "read_decisions",
    "write_decisions",
]
