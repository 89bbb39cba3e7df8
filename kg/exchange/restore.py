"""Turn files of any of our forms back into the quads that they were written from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KGError, StoreError
from kg.exchange.nanopub import from_nanopubs, is_nanopubs
from kg.exchange.origin import check_own
from kg.exchange.parse import read_quads
from kg.exchange.quads import claim, objects, placed
from kg.exchange.rdf12 import from_rdf12
from kg.finders import witness_name
from kg.rdf import DEFAULT, DERIVED_FROM, LABEL, STATUS, TYPE, Node, graph_name, kg, label
from kg.store import memory_store

_HASHED = re.compile("-[0-9a-f]{8}$")
_ADVICE = "Give a file that kg export wrote."


def restore(files: Iterable[str | Path], form: str | None = None) -> ox.Store:
    """Return a store of what files of our forms and styles hold together.

    A form without graphs holds no proof of what is asserted: the store then has none either. Raises StoreError, with
    the file and what is wrong there, for anything that kg did not write.
    """
    found: dict[ox.Quad, None] = {}
    for file in files:
        try:
            found |= _classic([*dict.fromkeys(from_rdf12(read_quads(file, form)))])
        except StoreError:
            raise
        except KGError as error:
            message = f"{file}: {error}. {_ADVICE}"
            raise StoreError(message, target=file) from error
    try:
        check_own(found)  # together they may say more of a statement than one may
    except KGError as error:
        message = f"the files do not belong together: one {error}. Import them one by one."
        raise StoreError(message, target="") from error
    return memory_store(found)


def _classic(quads: Sequence[ox.Quad]) -> dict[ox.Quad, None]:
    """Return the quads in the classic style, each once, in order."""
    if is_nanopubs(quads):
        found = dict.fromkeys(from_nanopubs(quads))
    elif all(quad.graph_name == DEFAULT for quad in quads):
        found = dict.fromkeys(_unflattened(quads))
    else:
        found = dict.fromkeys(quads)
    check_own(found)
    return found


### Forms without graphs ##############################################################################################


def _unflattened(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads of a form without graphs in the graphs that they came from: what `flatten` did, undone.

    A planned or denied statement names its document; its fact follows from it. Inferred facts are left out: what they
    follow by is not in such a form.
    """
    values: defaultdict[Node, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        values[quad.subject].append(quad)
    homes = _homes(values)
    for document in sorted({document for found in homes.values() for document in found} | _pages(values), key=str):
        yield ox.Quad(document, TYPE, kg("Document"), document)
    inferred = {node for node, own in values.items() if kg("inferred") in objects(own, kg("status"))}
    for node, own in values.items():
        for quad in own if node not in inferred else ():
            if node not in homes:
                yield quad
            elif quad.predicate != DERIVED_FROM:
                yield from (placed(quad, document) for document in homes[node])
        if node in homes:
            yield from _fact(own, homes[node][0])
            yield from (placed(triple, document) for document in homes[node] for triple in _witnesses(own))


def _pages(values: Mapping[Node, Sequence[ox.Quad]]) -> set[ox.NamedNode]:
    """Return the documents that were read: their names end in a hash, those of documents that are only named do not."""
    kind = (TYPE, kg("Document"))
    found = {node for node, own in values.items() if any((q.predicate, q.object) == kind for q in own)}
    return {node for node in found if isinstance(node, ox.NamedNode) and _HASHED.search(node.value)}


def _homes(values: Mapping[Node, Sequence[ox.Quad]]) -> Mapping[object, list[ox.NamedNode]]:
    """Return the documents of each statement and of its evidence."""
    homes: defaultdict[object, list[ox.NamedNode]] = defaultdict(list)
    for node, own in values.items():
        if any(quad.predicate == TYPE and quad.object == kg("Statement") for quad in own):
            found = [q.object for q in own if q.predicate == DERIVED_FROM and isinstance(q.object, ox.NamedNode)]
            if not found:
                message = f"its statement {node} does not say which document it was derived from"
                raise KGError(message)
            for place in (node, *(quad.object for quad in own if quad.predicate == kg("evidence"))):
                homes[place] += [document for document in found if document not in homes[place]]
    return homes


def _witnesses(own: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield what a graph says of the witnesses of a statement: their names tell all of it."""
    for node in objects(own, kg("foundBy")):
        name = witness_name(node.value) if isinstance(node, ox.NamedNode) else None
        if isinstance(node, ox.NamedNode) and name is not None:
            yield ox.Triple(node, TYPE, kg("Witness"))
            yield ox.Triple(node, LABEL, label(name))


def _fact(own: Sequence[ox.Quad], document: ox.NamedNode) -> Iterator[ox.Quad]:
    base, said = document.value.rpartition("document/")[0], claim(own)
    stated = objects(own, kg("status"))
    for status, node in STATUS.items():
        if said is not None and node in stated and status != "asserted":
            yield placed(said, graph_name(base, status))
