"""Turn a store into the forms that others exchange, and files of any of our forms back into a store."""

from kg.exchange.nanopub import from_nanopubs, to_nanopubs
from kg.exchange.origin import check_own
from kg.exchange.parse import INPUTS, read_quads
from kg.exchange.rdf12 import from_rdf12, to_rdf12
from kg.exchange.report import imported_report
from kg.exchange.restore import restore
from kg.exchange.styles import STYLES, Style, styled

__all__ = [
    "INPUTS",
    "STYLES",
    "Style",
    "check_own",
    "from_nanopubs",
    "from_rdf12",
    "imported_report",
    "read_quads",
    "restore",
    "styled",
    "to_nanopubs",
    "to_rdf12",
]
