"""Make stores by hand for the tests of the page: a small graph, a hostile one, and synthetic ones of any size."""

import hashlib
import random
from dataclasses import dataclass, field

import pyoxigraph as ox

BASE = "https://kg.example/"
K = "https://w3id.org/provenkg/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
STATUS_GRAPH = {
    "asserted": ox.DefaultGraph(),
    "planned": ox.NamedNode(BASE + "graph/planned"),
    "negated": ox.NamedNode(BASE + "graph/negated"),
}


@dataclass
class GraphMaker:
    """Adds entities, documents and stated facts to a store, in the shape that the builder writes."""

    store: ox.Store = field(default_factory=ox.Store)

    def add(self, subject: str, predicate: str, value: object, graph: object = None) -> None:
        """Add one quad; `value` is a term or the path of an IRI below the base."""
        where = ox.DefaultGraph() if graph is None else graph
        term = ox.NamedNode(BASE + value) if isinstance(value, str) else value
        self.store.add(ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(predicate), term, where))  # type: ignore[arg-type]

    def entity(self, path: str, kind: str, label: str, *aliases: str, code: str | None = None) -> str:
        """Add an entity and return its path."""
        self.add(path, RDF + "type", ox.NamedNode(K + kind))
        self.add(path, RDFS + "label", ox.Literal(label, language="en"))
        for alias in aliases:
            self.add(path, SKOS + "altLabel", ox.Literal(alias, language="en"))
        if code:
            self.add(path, K + "isoCode", ox.Literal(code))
        return path

    def date(self, edtf: str, earliest: str, latest: str) -> str:
        """Add a date and return its path."""
        path = self.entity(f"date/{edtf}", "Date", edtf)
        self.add(path, K + "edtf", ox.Literal(edtf))
        for name, day in (("earliest", earliest), ("latest", latest)):
            self.add(path, K + name, ox.Literal(day, datatype=ox.NamedNode(XSD + "date")))
        return path

    def document(self, path: str, title: str, *, date: str, publisher: str, url: str | None = None) -> str:
        """Add a document that was read and return its path."""
        self.entity(path, "Document", title)
        graph = ox.NamedNode(BASE + path)
        self.add(path, RDF + "type", ox.NamedNode(K + "Document"), graph)
        for name, value in (("title", title), ("date", date), ("publisher", publisher), ("language", "en")):
            self.add(path, DCT + name, ox.Literal(value), graph)
        self.add(path, K + "fileName", ox.Literal(f"articles/{path.rpartition('/')[2]}.txt"), graph)
        self.add(path, PROV + "wasDerivedFrom", ox.NamedNode(url or "ni:///sha-256;abc"), graph)
        return path

    def state(
        self,
        subject: str,
        predicate: str,
        end: str,
        *,
        document: str,
        quote: str,
        parts: tuple[str, str, str] | None = None,
        status: str = "asserted",
        said_by: str | None = None,
        role: str | None = None,
        page: int | None = None,
        start: int = 100,
    ) -> None:
        """Add a fact with its statement and evidence; `parts` are the words for subject, trigger and object."""
        self.add(subject, K + predicate, end, STATUS_GRAPH[status])
        graph = ox.NamedNode(BASE + document)
        seed = f"{subject}|{predicate}|{end}|{status}|{document}|{quote}"
        name = hashlib.sha256(seed.encode()).hexdigest()[:16]
        statement, evidence = f"statement/{name}", f"evidence/{name}"
        self.add(statement, RDF + "type", ox.NamedNode(K + "Statement"), graph)
        self.add(statement, RDF + "subject", subject, graph)
        self.add(statement, RDF + "predicate", ox.NamedNode(K + predicate), graph)
        self.add(statement, RDF + "object", end, graph)
        self.add(statement, K + "status", ox.NamedNode(K + status), graph)
        self.add(statement, K + "foundBy", ox.NamedNode(K + "signing"), graph)
        if said_by:
            self.add(statement, K + "attributedTo", said_by, graph)
        if role:
            self.add(statement, K + "role", ox.Literal(role), graph)
        self.add(statement, K + "evidence", evidence, graph)
        self.add(evidence, RDF + "type", ox.NamedNode(K + "Evidence"), graph)
        self.add(evidence, K + "quote", ox.Literal(quote), graph)
        self.add(evidence, K + "start", ox.Literal(start), graph)
        self.add(evidence, K + "end", ox.Literal(start + len(quote)), graph)
        if page:
            self.add(evidence, K + "page", ox.Literal(page), graph)
        for part, words in zip(("subject", "trigger", "object"), parts or (), strict=False):
            at = start + quote.index(words)
            self.add(evidence, K + part + "At", ox.Literal(f"char={at},{at + len(words)}"), graph)


SMALL_ENTITIES = (
    ("country/FR", "Country", "France", "FR"),
    ("country/DE", "Country", "Germany", "DE"),
    ("country/JP", "Country", "Japan", "JP"),
    ("country/BR", "Country", "Brazil", "BR"),
    ("country/NG", "Country", "Nigeria", "NG"),
    ("organization/north-agency", "Agency", "Northern Space Agency", None),
    ("organization/south-agency", "Agency", "Southern Space Agency", None),
    ("organization/orbital-works", "Company", "Orbital Works", None),
    ("organization/lakeside-university", "University", "Lakeside University", None),
    ("organization/daily-orbit", "Media", "The Daily Orbit", None),
    ("organization/moon-alliance", "Alliance", "Moon Village Alliance", None),
    ("project/projet-ete", "Project", "Projet Été", None),
    ("project/lunar-gate", "Project", "Lunar Gate Station", None),
    ("project/petrel-2", "LaunchVehicle", "Petrel 2", None),
    ("agreement/harbour-accord", "Agreement", "Harbour Accord", None),
    ("event/space-forum", "Event", "World Space Forum", None),
    ("person/ana-souza", "Person", "Ana Souza", None),
    ("person/kofi-adeyemi", "Person", "Kofi Adeyemi", None),
    ("place/kourou", "Place", "Kourou", None),
    ("organization/lonely", "Agency", "Agency without Facts", None),
)


def small_graph() -> ox.Store:
    """Return a graph of about 20 entities with every status, a role, an attribution, a page and a web address."""
    made = GraphMaker()
    for path, kind, label, code in SMALL_ENTITIES:
        made.entity(path, kind, label, code=code)
    made.add("organization/north-agency", SKOS + "altLabel", ox.Literal("NSA-North", language="en"))
    year = made.date("2021-03-09", "2021-03-09", "2021-03-09")
    future = made.date("2035", "2035-01-01", "2035-12-31")
    launch = made.date("1999", "1999-01-01", "1999-12-31")
    news = made.document(
        "document/accord-signed-0a1b2c3d",
        "Harbour Accord signed",
        date="2021-03-10",
        publisher="The Daily Orbit",
        url="https://news.example/accord",
    )
    paper = made.document(
        "document/white-paper-4e5f6a7b",
        "White paper on lunar work",
        date="2020-06-01",
        publisher="Northern Space Agency",
    )
    quote = "France and Germany signed the Harbour Accord on 9 March 2021."
    for country, name in (("country/FR", "France"), ("country/DE", "Germany")):
        made.state(
            country,
            "signatoryOf",
            "agreement/harbour-accord",
            document=news,
            quote=quote,
            parts=(name, "signed", "Harbour Accord"),
        )
    made.state(
        "country/FR",
        "signatoryOf",
        "agreement/harbour-accord",
        document=paper,
        page=3,
        quote="The Harbour Accord, which France signed, opens the way.",
        parts=("France", "signed", "Harbour Accord"),
    )
    made.state(
        "agreement/harbour-accord",
        "signedOn",
        year,
        document=news,
        quote=quote,
        parts=("Harbour Accord", "signed", "9 March 2021"),
    )
    made.state(
        "country/DE",
        "cooperatesWith",
        "country/FR",
        document=news,
        quote=quote,
        parts=("Germany", "signed", "France"),
    )
    made.state(
        "country/JP",
        "signatoryOf",
        "agreement/harbour-accord",
        document=news,
        status="planned",
        said_by="person/ana-souza",
        quote="Japan will join the Harbour Accord next year, Souza said.",
        parts=("Japan", "will join", "Harbour Accord"),
    )
    made.state(
        "country/BR",
        "signatoryOf",
        "agreement/harbour-accord",
        document=news,
        status="negated",
        quote="Brazil has not signed the Harbour Accord.",
        parts=("Brazil", "not signed", "Harbour Accord"),
    )
    plain = (
        ("organization/north-agency", "agencyOf", "country/FR", "asserted"),
        ("organization/south-agency", "agencyOf", "country/BR", "asserted"),
        ("organization/north-agency", "develops", "project/projet-ete", "asserted"),
        ("organization/north-agency", "cooperatesWith", "organization/south-agency", "asserted"),
        ("organization/orbital-works", "develops", "project/petrel-2", "asserted"),
        ("project/projet-ete", "launchVehicle", "project/petrel-2", "asserted"),
        ("project/projet-ete", "partOf", "project/lunar-gate", "planned"),
        ("organization/lakeside-university", "participatesIn", "project/projet-ete", "asserted"),
        ("organization/lakeside-university", "locatedIn", "country/JP", "asserted"),
        ("organization/moon-alliance", "operates", "project/lunar-gate", "planned"),
        ("country/NG", "memberOf", "organization/moon-alliance", "asserted"),
        ("country/JP", "memberOf", "organization/moon-alliance", "asserted"),
        ("person/kofi-adeyemi", "participatesIn", "event/space-forum", "asserted"),
        ("event/space-forum", "locatedIn", "country/NG", "asserted"),
        ("organization/orbital-works", "locatedIn", "place/kourou", "asserted"),
    )
    labels = {path: label for path, _, label, _ in SMALL_ENTITIES}
    for subject, predicate, end, status in plain:
        words = {"asserted": "is known to have", "planned": "plans", "negated": "denied"}[status]
        text = f"{labels[subject]} {words} a part in {labels[end]}."
        made.state(
            subject,
            predicate,
            end,
            status=status,
            document=paper,
            quote=text,
            page=7,
            parts=(labels[subject], words, labels[end]),
        )
    made.state(
        "person/ana-souza",
        "affiliation",
        "organization/south-agency",
        document=news,
        role="deputy director",
        quote="Ana Souza, deputy director of the Southern Space Agency, spoke.",
        parts=("Ana Souza", "deputy director of", "Southern Space Agency"),
    )
    made.state(
        "person/kofi-adeyemi",
        "affiliation",
        "country/NG",
        document=news,
        role="minister",
        quote="Kofi Adeyemi, minister of Nigeria, agreed.",
        parts=("Kofi Adeyemi", "minister of", "Nigeria"),
    )
    made.state(
        "project/lunar-gate",
        "endDate",
        future,
        document=paper,
        status="planned",
        quote="Lunar Gate Station is to be complete by 2035.",
        parts=("Lunar Gate Station", "complete", "2035"),
    )
    made.state(
        "project/projet-ete",
        "launchDate",
        launch,
        document=paper,
        quote="Projet Été was launched in 1999.",
        parts=("Projet Été", "launched", "1999"),
    )
    made.state(news, "publishedBy", "organization/daily-orbit", document=news, quote="The Daily Orbit")
    made.state(news, "publishedOn", year, document=news, quote="9 March 2021")
    return made.store


SCRIPT = "</script><script>alert('script')</script>"
IMAGE = "<img src=x onerror=alert('image')>"
SEPARATORS = "line\u2028paragraph\u2029end"
OVERRIDE = "abc\u202etxt.exe"


def hostile_graph() -> ox.Store:
    """Return a graph whose every text tries to become markup, code or an address that runs."""
    made = GraphMaker()
    made.entity("organization/script", "Agency", SCRIPT, IMAGE)
    made.entity("project/image", "Project", f"{IMAGE} href")
    made.entity("project/comment", "Project", "<!--<script>")
    made.entity("person/separators", "Person", SEPARATORS)
    made.entity("person/override", "Person", OVERRIDE)
    made.entity("place/long", "Place", "Long " * 2000)
    made.entity("country/XX", "Country", "=cmd|' /C calc'!A0", code=IMAGE)
    bad = made.document("document/bad-00000000", f"{IMAGE}{SCRIPT}", date=SCRIPT, publisher=IMAGE)
    made.store.remove(next(iter(made.store.quads_for_pattern(None, ox.NamedNode(PROV + "wasDerivedFrom"), None, None))))
    made.add(bad, PROV + "wasDerivedFrom", ox.NamedNode("javascript:alert('document')"), ox.NamedNode(BASE + bad))
    web = made.document(
        "document/web-11111111",
        "Web page",
        date="2020",
        publisher="x",
        url="https://web.example/?q=%3Cscript%3E",
    )
    quote = f"He said {SCRIPT} and {IMAGE} and {SEPARATORS} 😀 href end."
    for document in (bad, web):
        made.state(
            "organization/script",
            "develops",
            "project/image",
            document=document,
            quote=quote,
            parts=("He", SCRIPT, "😀"),
            role=None,
        )
    for subject in ("project/comment", "person/separators", "person/override", "place/long", "country/XX"):
        made.state(
            subject,
            "participatesIn",
            "project/image",
            document=bad,
            quote=quote,
            role=IMAGE,
            said_by="organization/script",
            status="planned",
        )
    return made.store


KINDS = ("Agency", "Agreement", "Country", "Date", "Person", "Project", "Event", "Company", "LaunchVehicle")
RELATIONS = (
    "cooperatesWith",
    "funds",
    "operates",
    "locatedIn",
    "partOf",
    "signatoryOf",
    "concerns",
    "develops",
)
WORDS = (
    "Aurora",
    "Borealis",
    "Cygnus",
    "Delta",
    "Equinox",
    "Falcon",
    "Gemini",
    "Halley",
    "Ion",
    "Juno",
    "Kepler",
    "Lyra",
    "Meridian",
    "Nova",
    "Orion",
    "Polaris",
    "Quasar",
    "Rigel",
    "Sirius",
    "Titan",
    "Umbra",
    "Vega",
)


def synthetic_graph(count: int, *, facts_each: float = 2.0) -> ox.Store:
    """Return a graph of `count` entities in communities, four facts in five within them, each with a sentence."""
    chance = random.Random(count)  # noqa: S311
    made = GraphMaker()
    labels = {}
    for number in range(count):
        kind = "Country" if number % 29 == 0 else chance.choice(KINDS)
        path = f"{kind.lower()}/{number}"
        labels[number] = (path, f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}")
        if kind == "Date":
            month = f"{1950 + number % 90}-{1 + number % 12:02}"
            path = made.date(month, f"{month}-01", f"{month}-28")
            labels[number] = (path, path.rpartition("/")[2])
        else:
            made.entity(path, kind, labels[number][1])
    size = max(8, count // 25)
    papers = [
        made.document(
            f"document/report-{n:08}",
            f"Report {n}",
            date=f"{2000 + n % 24}-05-01",
            publisher=f"Press {n % 5}",
            url=f"https://press.example/{n}",
        )
        for n in range(max(1, min(50, count // 10)))
    ]
    for _ in range(int(count * facts_each)):
        first = min(int(chance.paretovariate(0.9)) - 1, count - 1) if chance.random() < 0.1 else chance.randrange(count)
        near = (first // size * size + int(chance.random() ** 2 * size)) % count
        second = near if chance.random() < 0.8 else chance.randrange(count)
        if first == second or "date/" in labels[first][0]:
            continue
        (subject, name), (end, other) = labels[first], labels[second]
        verb = "met the terms agreed with"
        made.state(
            subject,
            chance.choice(RELATIONS),
            end,
            document=chance.choice(papers),
            page=chance.randrange(1, 99),
            status=chance.choices(("asserted", "planned", "negated"), (80, 16, 4))[0],
            quote=f"On 14 March, after long talks, {name} {verb} {other}, officials of both parties said.",
            parts=(name, verb, other),
            start=chance.randrange(9999),
        )
    return made.store
