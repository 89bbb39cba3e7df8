"""What contradicts what about a thing: each value that documents assert, with the sentences that give it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kg.serve.pages.ask import iri_text, rows, value
from kg.serve.pages.facts import Proof, proofs
from kg.serve.pages.frame import address, link
from kg.serve.pages.proof import proof_html
from kg.serve.pool import Pool
from kg.view.names import local_name, words

_MOST = 200
"""Statements on each side, and conflicts, that are read."""


@dataclass(frozen=True, slots=True)
class Side:
    """A value that documents assert, with its label and the places that do so."""

    value: str
    label: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one property of a thing that cannot all hold."""

    subject: str
    predicate: str
    sides: tuple[Side, ...]


async def conflicts(pool: Pool, iri: str, predicate: str | None = None) -> list[Conflict]:
    """Return the conflicts about a thing, or about one property of it, in order."""
    wanted = f"FILTER(?p = {iri_text(predicate)})" if predicate else ""
    text = f"""SELECT DISTINCT ?p ?value ?label ?begins ?statement {{
        GRAPH <graph/conflicts> {{ ?conflict a kg:Conflict ; rdf:subject {iri_text(iri)} ; rdf:predicate ?p ;
            kg:value ?value ; kg:statement ?statement }} {wanted}
        GRAPH ?document {{ ?statement rdf:object ?value }}
        OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?value kg:earliest ?begins }}
    }} ORDER BY ?p ?begins ?value ?statement LIMIT {_MOST}"""
    found = await rows(pool, text)
    told: defaultdict[str, list[Proof]] = defaultdict(list)
    for proof in await proofs(pool, list(dict.fromkeys(value(row, "statement") for row in found))):
        told[proof.statement].append(proof)
    sides: defaultdict[str, dict[str, tuple[str, list[str]]]] = defaultdict(dict)
    for row in found:
        name = value(row, "value")
        _, given = sides[value(row, "p")].setdefault(name, (value(row, "label") or local_name(name), []))
        given.append(value(row, "statement"))
    return [Conflict(iri, name, _sides(values, told)) for name, values in sides.items()]


def _sides(values: Mapping[str, tuple[str, list[str]]], told: Mapping[str, Sequence[Proof]]) -> tuple[Side, ...]:
    return tuple(
        Side(name, label, tuple(proof for statement in dict.fromkeys(given) for proof in told.get(statement, ())))
        for name, (label, given) in values.items()
    )


def conflicts_html(found: Sequence[Conflict]) -> str:
    """Return a section that shows the conflicts, nothing where there is none."""
    if not found:
        return ""
    parts = "".join(map(_conflict, found))
    return (
        '<section class="conflicts" aria-labelledby="conflicts"><h2 id="conflicts">Contradictions</h2>'
        f'<p class="quiet">Documents assert values of which one can hold at most.</p>{parts}</section>'
    )


def _conflict(found: Conflict) -> str:
    sides = "".join(_side(found, side) for side in found.sides)
    return f'<section class="group"><h3>{escape(words(found.predicate))}</h3><ul class="facts">{sides}</ul></section>'


def _side(found: Conflict, side: Side) -> str:
    there = link(address("/entity", iri=side.value), side.label)
    every = address("/fact", subject=found.subject, predicate=found.predicate, object=side.value)
    said = "".join(map(proof_html, side.proofs))
    return f'<li>{there} <a class="quiet" href="{every}">all that is said of this</a>{said}</li>'
