"""Turn a store into a `pyvis.network.Network`, for those who want to go on in pyvis.

pyvis's own page is not ours: it needs the net, and it runs text from documents once a tooltip contains the word
"href". Here tooltips are plain text and that word is broken up.
"""

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.view.names import local_name, words
from kg.view.picture import Fact, Picture
from kg.view.read import read_picture
from kg.view.style import Look, looks

if TYPE_CHECKING:
    from pyvis.network import Network

LIMIT = 500
"""pyvis settles about so many nodes in a bearable time (1,000 take 90 s)."""
VIS_SHAPES = {
    "circle": "dot", "ring": "dot", "dome": "dot", "rectangle": "square", "page": "square", "slant": "square",
    "square": "square", "cross": "square", "pentagon": "hexagon", "octagon": "hexagon", "hexagon": "hexagon",
    "house": "triangle", "triangle": "triangle", "triangleDown": "triangleDown", "diamond": "diamond", "star": "star",
}  # fmt: skip
DASHES = {"asserted": False, "planned": [7, 6], "negated": [2, 5], "inferred": [10, 4, 2, 4]}
FOLD = ("Date", "Document")


def to_pyvis(store: ox.Store, *, limit: int = LIMIT, fold: tuple[str, ...] = FOLD) -> "Network":
    """Return a directed network of the best connected entities, at most `limit`, and the facts among them.

    Entities of a type in `fold` are left out. Ids are IRIs. The lists are filled directly: pyvis's own `add_node`
    searches all nodes each time, and its undirected networks drop parallel facts.
    """
    from pyvis.network import Network

    picture = _best(read_picture(store), limit, fold)
    look = looks(local_name(thing.type) for thing in picture.things)
    net = Network(directed=True, height="800px", width="100%", notebook=False, cdn_resources="in_line")
    for number, degree in enumerate(picture.degrees()):
        node = _node(picture, number, degree, look)
        net.nodes.append(node)
        net.node_ids.append(node["id"])
        net.node_map[node["id"]] = node
    net.edges.extend(_edge(picture, fact) for fact in picture.facts)
    return net


def _best(picture: Picture, limit: int, fold: tuple[str, ...]) -> Picture:
    folded = {i for i, thing in enumerate(picture.things) if local_name(thing.type) in fold}
    degrees = [0] * len(picture.things)
    facts = [fact for fact in picture.facts if fact.subject not in folded and fact.object not in folded]
    for fact in facts:
        degrees[fact.subject] += 1
        degrees[fact.object] += 1
    order = sorted((-degree, i) for i, degree in enumerate(degrees) if degree)
    best = {i for _, i in order[:limit]}
    kept = [fact for fact in facts if fact.subject in best and fact.object in best]
    return Picture(picture.things, tuple(kept), picture.papers).keep(best)


def _node(picture: Picture, number: int, degree: int, look: dict[str, Look]) -> dict[str, Any]:
    thing = picture.things[number]
    colour, shape = look[local_name(thing.type)]
    return {
        "id": thing.iri,
        "label": thing.label or thing.iri,
        "title": _plain(f"{thing.label} ({words(thing.type)})"),
        "shape": VIS_SHAPES[shape],
        "color": colour,
        "size": round(8 + 3 * min(degree, 60) ** 0.5, 1),
    }


def _edge(picture: Picture, fact: Fact) -> dict[str, Any]:
    quotes = [quote.text for claim in fact.claims for quote in claim.quotes]
    relation = words(fact.predicate)
    return {
        "from": picture.things[fact.subject].iri,
        "to": picture.things[fact.object].iri,
        "arrows": "to",
        "label": relation,
        "title": _plain("\n".join([f"{relation} ({fact.status})", *quotes[:3]])),
        "dashes": DASHES[fact.status],
        "color": "#c62828" if fact.status == "negated" else "#848484",
    }


def _plain(text: str) -> str:
    """Return the text without "href", which would make pyvis write every tooltip as HTML.

    >>> _plain("see href") == "see h\u200bref"
    True
    """
    return text.replace("href", "h\u200bref")
