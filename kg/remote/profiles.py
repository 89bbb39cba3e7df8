"""What the products call the places of the SPARQL 1.1 Protocol and the Graph Store Protocol, and what they lack.

https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg.errors import StoreError
from kg.remote.client import Client, Remote, Reply


@dataclass(frozen=True, slots=True)
class Profile:
    """Paths below a store's address; `graphs` ends where the IRI of a graph follows, None without that protocol.

    `default_graph` is False where a query without FROM asks all graphs together: plans would be mixed with facts.
    `ends` are the paths that its users may give as its address, for one of its places.
    """

    name: str
    query: str
    update: str
    graphs: str | None = None
    default: str = ""
    default_graph: bool = True
    digest: bool = False
    ends: tuple[str, ...] = ()


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph", "/query", "/update", "/store?graph=", "/store?default", ends=("/query", "/update", "/store")
        ),
        Profile(
            "fuseki", "/query", "/update", "/data?graph=", "/data?default",
            ends=("/query", "/sparql", "/update", "/data", "/get"),
        ),
        Profile(
            "graphdb", "", "/statements", "/rdf-graphs/service?graph=", default_graph=False,
            ends=("/statements", "/rdf-graphs/service"),
        ),
        Profile(
            "virtuoso", "/sparql", "/sparql-auth", "/sparql-graph-crud-auth?graph-uri=", default_graph=False,
            digest=True, ends=("/sparql", "/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud"),
        ),
        Profile("neptune", "/sparql", "/sparql", "/sparql/gsp/?graph=", default_graph=False, ends=("/sparql",)),
        Profile("generic", "", ""),
    )
}  # fmt: skip
"""By name. `generic` writes with SPARQL Update alone."""

_SERVERS = {
    "oxigraph": "oxigraph",
    "virtuoso": "virtuoso",
    "fuseki": "fuseki",
    "graphdb": "graphdb",
    "rdf4j": "graphdb",
}
"""What the header `Server` of each product holds."""


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of a store."""

    query: str
    update: str
    graphs: str | None
    default: str

    def graph(self, iri: str | None) -> str:
        """Return the address of a graph in the Graph Store Protocol; None is the default graph."""
        return self.default if iri is None else f"{self.graphs}{quote(iri, safe='')}"


def places(profile: Profile, remote: Remote) -> Places:
    """Return where a store of that kind is asked and written.

    >>> places(PROFILES["fuseki"], Remote("http://localhost:3030/ds/sparql")).update
    'http://localhost:3030/ds/update'
    """
    end = max((end for end in profile.ends if remote.url.endswith(end)), key=len, default="")
    root = remote.url.removesuffix(end)
    graphs = root + profile.graphs if profile.graphs else None
    # Virtuoso answers anonymous users at one address and those with a name at another.
    query = profile.update if profile.digest and remote.user else profile.query
    return Places(root + query, remote.update_url or root + profile.update, graphs, root + profile.default)


def named_profile(name: str) -> Profile:
    """Return the profile of that name; raise StoreError for another."""
    if name not in PROFILES:
        message = f"there is no profile {name!r}. There are: {', '.join(PROFILES)}."
        raise StoreError(message, target=name)
    return PROFILES[name]


def recognised(client: Client) -> Profile | None:
    """Return the profile that the address tells, or else the server's own words; None where neither does."""
    parts = urlsplit(client.remote.url)
    if "/repositories/" in parts.path:
        return PROFILES["graphdb"]
    if (parts.hostname or "").endswith(".neptune.amazonaws.com"):
        return PROFILES["neptune"]
    return _told(client.peek(client.remote.url))


def _told(reply: Reply) -> Profile | None:
    words = reply.headers.get("server", "").lower() + (" fuseki" if "fuseki-request-id" in reply.headers else "")
    return next((PROFILES[name] for mark, name in _SERVERS.items() if mark in words), None)
