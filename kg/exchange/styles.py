"""The styles of an export: the same graph, with its statements said in another way."""

from typing import Literal, get_args

import pyoxigraph as ox

from kg.errors import KGError
from kg.exchange.nanopub import to_nanopubs
from kg.exchange.rdf12 import to_rdf12
from kg.store import memory_store

Style = Literal["classic", "rdf12", "nanopub"]
STYLES: tuple[Style, ...] = get_args(Style)

_FORMS: dict[Style, tuple[str, ...]] = {
    "rdf12": ("turtle", "ntriples", "nquads", "trig"),
    "nanopub": ("nquads", "trig", "jsonld"),
}
_NAMES: dict[Style, str] = {"rdf12": "RDF 1.2", "nanopub": "nanopublications"}


def styled(store: ox.Store, style: Style, form: str) -> ox.Store:
    """Return a store whose quads say the same in a style, to be written in a form.

    Raises KGError for a form that cannot carry the style: JSON-LD and RDF/XML have no triple terms yet, and a
    nanopublication is made of named graphs.
    """
    if style == "classic":
        return store
    if form not in _FORMS[style]:
        message = f"{form} cannot carry {_NAMES[style]}. Choose one of: {', '.join(_FORMS[style])}."
        raise KGError(message)
    return memory_store(to_rdf12(store) if style == "rdf12" else to_nanopubs(store))
