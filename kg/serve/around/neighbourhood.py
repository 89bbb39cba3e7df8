"""Put together what a page shows: entities, facts, proof, and how much lies beyond them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.serve.around.against import find_against
from kg.serve.around.asked import Asked
from kg.serve.around.between import MOST_FACTS, Known, ends_of, find_facts
from kg.serve.around.choose import choose
from kg.serve.around.patterns import numbered
from kg.serve.around.prove import Proof, Stated, prove
from kg.serve.around.reason import Reason, find_reasons
from kg.serve.around.tables import tables
from kg.serve.pages.ask import is_iri
from kg.serve.pool import Pool
from kg.view.names import local_name, words
from kg.view.picture import Beyond, Claim, Fact, Picture, Thing
from kg.view.quotes import to_paper

_FALLBACK_TYPE = "https://w3id.org/provenkg/ontology#Entity"
_DESCRIBED = ("rdf:type", "rdfs:label", "skos:altLabel", "kg:isoCode", "kg:edtf", "kg:earliest", "kg:latest")

Said = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of a graph as a picture, what lies beyond it, and the entities that were asked for and are not there."""

    picture: Picture
    beyond: Beyond
    roots: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


async def read_neighbourhood(pool: Pool, asked: Asked, best: Sequence[str]) -> Neighbourhood:
    """Return what surrounds the entities that are asked for, and the `best` of the whole graph."""
    chosen = await choose(pool, asked, best)
    facts = await find_facts(pool, chosen)
    proof, reasons, against = await asyncio.gather(
        prove(pool, facts), find_reasons(pool, facts), find_against(pool, facts)
    )
    said_by = {one.said_by for several in proof.statements.values() for one in several}
    speakers = {iri for iri in said_by if iri and is_iri(iri)}
    said = await _describe(pool, sorted({*chosen.things, *ends_of(facts), *speakers}))
    picture = _with_reasons(_picture(said, facts, proof, against), reasons)
    beyond = Beyond(
        neighbours=chosen.neighbours,
        many=chosen.hubs - chosen.counted,
        documents={**proof.documents, **{at: proof.documents.get(r.premise, 0) for at, r in reasons.items()}},
        sources={**proof.sources, **{at: proof.sources.get(r.premise, 0) for at, r in reasons.items()}},
        asked={
            "names": list(asked.names),
            "best": asked.best,
            "unknown": list(chosen.unknown),
            "isCut": len(facts) >= MOST_FACTS,
        },
    )
    return Neighbourhood(picture, beyond, chosen.roots, chosen.unknown)


async def _describe(pool: Pool, things: Sequence[str]) -> Said:
    """Return what the default graph says of entities: values by the local name of the property."""
    found: dict[str, dict[str, list[str]]] = {thing: defaultdict(list) for thing in things}
    queries = []
    for name in _DESCRIBED:
        wanted = numbered("?thing", "?n", things)
        queries.append(f'SELECT ?n ("{name.rpartition(":")[2]}" AS ?k) ?v {{ {wanted} ?thing {name} ?v }}')
    for number, name, value in await tables(pool, queries):
        found[things[int(number)]][name].append(value)
    return found


def _picture(said: Said, facts: Sequence[Known], proof: Proof, against: Mapping[int, Sequence[str]]) -> Picture:
    things = tuple(_thing(iri, parts) for iri, parts in sorted(said.items()))
    at = {thing.iri: position for position, thing in enumerate(things)}
    papers = tuple(
        to_paper(iri, parts, title=things[at[iri]].label if iri in at else local_name(iri))
        for iri, parts in sorted(proof.papers.items())
    )
    paper_at = {paper.iri: position for position, paper in enumerate(papers)}
    return Picture(
        things=things,
        facts=tuple(
            Fact(
                at[fact.subject],
                fact.predicate,
                at[fact.object],
                fact.status,
                tuple(_claims(proof.statements.get(number, ()), at, paper_at)),
                found=proof.finders.get(number),
                against=tuple(at[value] for value in against.get(number, ()) if value in at),
            )
            for number, fact in enumerate(facts)
        ),
        papers=papers,
    )


def _with_reasons(picture: Picture, reasons: Mapping[int, Reason]) -> Picture:
    """Return the picture with what documents say of the premises as the proof of what follows from them."""
    facts = list(picture.facts)
    for at, reason in reasons.items():
        premise = facts[reason.premise]
        subject, end = picture.things[premise.subject].label, picture.things[premise.object].label
        because = f"{subject} {words(premise.predicate)} {end}", reason.axiom
        facts[at] = replace(
            facts[at], claims=tuple(replace(claim, because=because) for claim in premise.claims), found=premise.found
        )
    return replace(picture, facts=tuple(facts))


def _claims(statements: Iterable[Stated], at: Mapping[str, int], paper_at: Mapping[str, int]) -> Iterable[Claim]:
    for one in statements:
        said_by = at.get(one.said_by) if one.said_by else None
        yield Claim(paper_at[one.document], said_by, one.role, one.finders, one.quotes)


def _thing(iri: str, parts: Mapping[str, Sequence[str]]) -> Thing:
    def first(name: str) -> str | None:
        return min(parts.get(name, ()), default=None)

    return Thing(
        iri=iri,
        label=first("label") or local_name(iri),
        type=first("type") or _FALLBACK_TYPE,
        aliases=tuple(sorted(parts.get("altLabel", ()))),
        code=first("isoCode"),
        edtf=first("edtf"),
        earliest=first("earliest"),
        latest=first("latest"),
    )
