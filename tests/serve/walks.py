"""A graph to walk through: a hub with thousands of neighbours, what lies beyond them, and hostile names."""

from pathlib import Path

import pyoxigraph as ox

from kg.search import write_index
from kg.store import write_store
from tests.view.graphs import BASE, RDF, RDFS, GraphMaker, K

MEMBERS = 2_500
HOSTILE = """</script><script>alert("x")</script><img src=x onerror=alert(1)>"""
EVIL = "organization/evil'&x=(y);z"
HUB = BASE + "organization/hub"


def member(number: int) -> str:
    return f"organization/member-{number:04}"


def walk_folder(folder: Path, *, index: bool = True) -> Path:
    """Write a folder with such a graph and return it.

    The first 70 members have two facts with the hub, the others one. Member 1 operates a station, Member 71 a relay
    that nothing else knows.
    """
    maker = GraphMaker()
    papers = [
        maker.document(f"document/report-{n}", f"Report {n}", date=f"2024-0{n}-01", publisher="Daily")
        for n in range(1, 7)
    ]
    hub = maker.entity("organization/hub", "Alliance", "Hub Alliance", "HUB")
    for number in range(1, MEMBERS + 1):
        maker.entity(member(number), "Company", f"Member {number:04}")
        maker.state(
            member(number), "memberOf", hub, document=papers[0], quote=f"Member {number:04} is of the Hub Alliance."
        )
        if number <= 70:
            quote = f"Member {number:04} works with the Hub Alliance."
            maker.state(member(number), "cooperatesWith", hub, document=papers[1], quote=quote)
    _beyond(maker, papers, hub)
    write_store(iter(maker.store), folder / "store")
    if index:
        write_index(maker.store, {}, folder / "search.sqlite")
    return folder


def _beyond(maker: GraphMaker, papers: list[str], hub: str) -> None:
    station = maker.entity("project/station", "Project", "Far Station")
    for paper in papers:
        maker.state(member(1), "operates", station, document=paper, quote="Member 0001 runs the Far Station.",
                    parts=("Member 0001", "runs", "Far Station"))  # fmt: skip
    relay = maker.entity("project/relay", "Project", "Zeta Relay")
    maker.state(member(71), "operates", relay, document=papers[2], quote="Member 0071 runs the Zeta Relay.")
    _infer(maker, member(71), relay)
    crew = maker.entity("person/ana", "Person", "Ana Souza")
    maker.state(crew, "affiliation", relay, document=papers[2], quote="Ana Souza is at the Zeta Relay.", role="pilot")
    launch = maker.date("2021-05-03", "2021-05-03", "2021-05-03")
    maker.state(station, "launchDate", launch, document=papers[2], quote="The Far Station was launched on 3 May 2021.")
    maker.state(hub, "operates", station, document=papers[3], quote="The Hub Alliance will run it.", status="planned")
    maker.state(hub, "funds", station, document=papers[3], quote="The Hub Alliance pays nothing.", status="negated")
    evil = maker.entity(EVIL, "Company", HOSTILE, "\u202eevil")
    for name in ("memberOf", "cooperatesWith", "funds"):
        maker.state(evil, name, hub, document=papers[4], quote=f"{HOSTILE} with the Hub Alliance.", said_by=crew)
    _add_nameless(maker, hub, papers[5])
    maker.add("place/lonely", "http://www.w3.org/2000/01/rdf-schema#label", ox.Literal("Lonely Place"))


def _add_nameless(maker: GraphMaker, hub: str, document: str) -> None:
    """Add a fact and a statement whose nodes are blank, as other programs write them: neither can be asked about."""
    nobody, statement, graph = ox.BlankNode("nobody"), ox.BlankNode("said"), ox.NamedNode(BASE + document)
    ends = {"subject": member(2), "predicate": K + "memberOf", "object": hub}
    maker.store.add(ox.Quad(nobody, ox.NamedNode(K + "memberOf"), ox.NamedNode(BASE + hub)))
    for name, path in ends.items():
        node = ox.NamedNode(path if name == "predicate" else BASE + path)
        maker.store.add(ox.Quad(statement, ox.NamedNode(RDF + name), node, graph))
    maker.store.add(ox.Quad(statement, ox.NamedNode(K + "status"), ox.NamedNode(K + "asserted"), graph))


def _infer(maker: GraphMaker, subject: str, end: str) -> None:
    """Add that who operates something is involved in it, and the axiom."""
    ontology = ox.NamedNode(BASE + "graph/ontology")
    operates, involved = ox.NamedNode(K + "operates"), ox.NamedNode(K + "involvedIn")
    maker.add(subject, involved.value, end, ox.NamedNode(BASE + "graph/inferred"))
    maker.store.add(ox.Quad(operates, ox.NamedNode(RDFS + "subPropertyOf"), involved, ontology))
    for name, label in ((operates, "operates"), (involved, "involved in")):
        maker.store.add(ox.Quad(name, ox.NamedNode(RDFS + "label"), ox.Literal(label), ontology))


def dense_folder(folder: Path) -> Path:
    """Write a folder with forty entities of which each has a fact with each other one."""
    maker = GraphMaker()
    paper = maker.document("document/all", "All", date="2024-01-01", publisher="Daily")
    names = [maker.entity(f"country/{number:02}", "Country", f"Land {number:02}") for number in range(40)]
    for one in names:
        for other in names:
            if one != other:
                maker.state(one, "cooperatesWith", other, document=paper, quote="All work with all.")
    write_store(iter(maker.store), folder / "store")
    return folder
