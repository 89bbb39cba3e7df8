"""What an editor completes: the prefixes, and the classes and properties of the ontology and of the graph."""

import asyncio
import json
from dataclasses import asdict, dataclass, replace
from functools import cache

from kg.serve.pages.ask import rows, value
from kg.serve.pool import Pool, Stamp, stamp
from kg.serve.settings import Refusal
from kg.view.names import words

_SEEN = 200_000
"""Rows that are looked at for the terms in use, 0.12 s: the sample articles show 69 of their 70 terms within 3,000, a
graph of 300,000 quads all of its 62 within 30,000."""

_USED = f"""SELECT ?kind ?iri (SUM(?plain) AS ?uses) WHERE {{
  {{ SELECT ("class" AS ?kind) ?iri (1 AS ?plain) WHERE {{ ?thing a ?iri }} LIMIT {_SEEN} }} UNION
  {{ SELECT ("property" AS ?kind) ?iri (1 AS ?plain) WHERE {{ ?thing ?iri ?value }} LIMIT {_SEEN} }} UNION
  {{ SELECT ("class" AS ?kind) ?iri (0 AS ?plain) WHERE {{ GRAPH ?graph {{ ?thing a ?iri }} }} LIMIT {_SEEN} }} UNION
  {{ SELECT ("property" AS ?kind) ?iri (0 AS ?plain) WHERE {{ GRAPH ?graph {{ ?thing ?iri ?value }} }} LIMIT {_SEEN} }}
}} GROUP BY ?kind ?iri ORDER BY DESC(?uses) ?kind ?iri LIMIT 2000"""

_OWL = "http://www.w3.org/2002/07/owl#"
_KINDS = {"Class": "class", "ObjectProperty": "property", "DatatypeProperty": "property"}


@dataclass(frozen=True, slots=True)
class Word:
    """A class or property; `uses` is how often it was seen in the default graph, for the order."""

    kind: str
    iri: str
    label: str
    comment: str = ""
    uses: int = 0


class Terms:
    """The terms of a graph, gathered once for each of its builds."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._made: tuple[Stamp, str] | None = None

    async def json(self) -> str:
        """Return prefixes and words as JSON, the words that are used most first."""
        state = stamp(self._pool.settings.folder)
        if self._made is not None and self._made[0] == state:
            return self._made[1]
        prefixes, known = await asyncio.to_thread(known_terms)
        table = {(word.kind, word.iri): word for word in known}
        is_lasting = True
        try:
            for used in await _used(self._pool):
                key = used.kind, used.iri
                table[key] = replace(table.get(key, used), uses=used.uses)
        except Refusal as refusal:  # completion is no reason to fail; where asking takes too long it is not tried again
            is_lasting = "Retry-After" not in refusal.headers
        ordered = sorted(table.values(), key=lambda word: (-word.uses, word.kind, word.iri))
        made = json.dumps({"prefixes": prefixes, "words": [asdict(word) for word in ordered]}, ensure_ascii=False)
        if is_lasting:
            self._made = state, made
        return made


async def _used(pool: Pool) -> list[Word]:
    """Return the terms in use."""
    return [
        Word(value(row, "kind"), iri, words(iri), uses=int(value(row, "uses")))
        for row in await rows(pool, _USED)
        if row.get("iri", {}).get("type") == "uri" and (iri := value(row, "iri"))
    ]


@cache
def known_terms() -> tuple[dict[str, str], list[Word]]:
    """Return the prefixes that queries need not declare, and the words of the ontology.

    Oxigraph, which reads it, is loaded only now: a server that programs ask does not need it.
    """
    from kg.rdf import PREFIXES
    from kg.resources import ONTOLOGY
    from kg.turtle import read_triples

    triples = read_triples(ONTOLOGY)
    found = []
    for name, kind in _KINDS.items():
        for term in triples.instances(_OWL + name):
            labels, comments = (triples.texts(term, PREFIXES["rdfs"] + part) for part in ("label", "comment"))
            label = labels[0] if labels else words(term.value)
            found.append(Word(kind, term.value, label, comments[0] if comments else ""))
    return dict(PREFIXES), found
