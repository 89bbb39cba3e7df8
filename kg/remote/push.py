"""Bring a store into step with a graph: write what changed, prove it by its count, remove what is gone.

Each graph is written with one PUT of the Graph Store Protocol (or one update), and `BASE graph/pushed` notes a hash of
what it holds: `WRITING` before, the hash once the count agrees. Whoever is killed between the two writes that graph
again the next time; what has its hash and its count is left alone.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import StoreError
from kg.rdf import DEFAULT
from kg.remote.client import Client, Remote, located
from kg.remote.endpoint import FACTS, Endpoint
from kg.remote.profiles import named_profile, places, recognised
from kg.remote.writer import Writer
from kg.store.names import base_of

Progress = Callable[[int, int, str], None]

WRITING = "writing"
GROUP = 20
"""So many graphs are written between two notes: 4 requests a group beside one a graph."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push wrote and removed, by the names of the graphs, and what it left alone."""

    target: str
    profile: str
    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    triples: int
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """What a graph is to hold: the number of its triples and their hash; `source` is its name in our own store."""

    source: ox.NamedNode | ox.DefaultGraph
    count: int
    digest: str

    @property
    def note(self) -> str:
        return f"{self.count} {self.digest}"


@dataclass(frozen=True, slots=True)
class _Plan:
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: int


def push(
    store: ox.Store,
    remote: Remote,
    *,
    dry_run: bool = False,
    replace: bool = False,
    on_progress: Progress | None = None,
) -> Pushed:
    """Bring the store at `remote` into step with ours; return what that took, or with `dry_run` would take.

    Raises StoreError when it refuses, cannot be reached or does not hold what was written, and, unless `replace` is
    given, when its default graph holds triples of others: these would be lost.
    """
    base = base_of(store)
    if base is None:
        message = "the graph holds no document, so nothing says which graphs are its own. Build it first."
        raise StoreError(message, target=remote.url)
    writer = _open(remote, base)
    try:
        states = _states(store, base, default_graph=writer.default_graph)
        notes = writer.endpoint.marks(base)
        plan = _plan(writer, states, notes, replace=replace)
        if not dry_run:
            _write(store, writer, plan, states, notes, on_progress)
    finally:
        writer.endpoint.close()
    triples = sum(states[name].count for name in plan.changed)
    target, profile = writer.endpoint.client.remote.url, writer.endpoint.profile.name
    return Pushed(target, profile, plan.changed, plan.gone, plan.unchanged, triples, dry_run)


def _open(remote: Remote, base: str) -> Writer:
    remote = located(remote)
    found = named_profile(remote.profile) if remote.profile else recognised(Client(remote))
    if found is None:
        message = (
            f"{remote.url} does not say what kind of store it is. "
            "Say it, for example: --profile fuseki, or --profile generic for any store that takes SPARQL updates."
        )
        raise StoreError(message, target=remote.url)
    endpoint = Endpoint(Client(remote, digest=found.digest), places(found, remote), found)
    default_graph = found.default_graph if remote.default_graph is None else remote.default_graph
    return Writer(endpoint, base, default_graph=default_graph)


### What there is, and what there is to do ############################################################################


def _content(store: ox.Store, source: ox.NamedNode | ox.DefaultGraph) -> list[bytes]:
    """Return the triples of a graph as sorted lines of N-Triples."""
    triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, source)]
    return sorted((ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True))


def _states(store: ox.Store, base: str, *, default_graph: bool) -> dict[str, _State]:
    """Return what each graph is to hold: documents first, then plans and denials, the facts last."""
    names = [graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    names.sort(key=lambda graph: (graph.value.startswith(f"{base}graph/"), graph.value))
    facts = f"{base}graph/default" if default_graph else base + FACTS
    sources: dict[str, ox.NamedNode | ox.DefaultGraph] = {graph.value: graph for graph in names}
    sources[facts] = DEFAULT
    states = {}
    for name, source in sources.items():
        lines = _content(store, source)
        states[name] = _State(source, len(lines), hashlib.sha256(b"".join(lines)).hexdigest())
    return states


def _plan(
    writer: Writer, states: Mapping[str, _State], notes: Mapping[str, tuple[str, ...]], *, replace: bool
) -> _Plan:
    held = writer.counts(list(states))
    same = {name for name, state in states.items() if notes.get(name) == (state.note,) and held[name] == state.count}
    facts = writer.default_name
    if (facts in states or facts in notes) and facts not in same and not replace:
        _refuse_foreign(writer, notes.get(facts, ()))
    changed = tuple(name for name in states if name not in same)
    gone = tuple(sorted(name for name in notes if name not in states))
    return _Plan(changed, gone, len(same))


def _refuse_foreign(writer: Writer, notes: Sequence[str]) -> None:
    """Raise StoreError where the default graph holds what we did not write; a write that was cut short is ours."""
    held = writer.counts([writer.default_name])[writer.default_name]
    if WRITING in notes or not held:
        return
    known = int(notes[0].partition(" ")[0]) if notes else 0
    if held != known:
        url = writer.endpoint.client.remote.url
        message = (
            f"the default graph of {url} holds {held:,} triples, of which kg wrote {known:,}: a push would replace "
            "them all. Give --no-default-graph to leave it alone, or --replace to replace it."
        )
        raise StoreError(message, target=url)


### Writing ###########################################################################################################


def _write(
    store: ox.Store,
    writer: Writer,
    plan: _Plan,
    states: Mapping[str, _State],
    notes: Mapping[str, tuple[str, ...]],
    on_progress: Progress | None,
) -> None:
    total = len(plan.changed) + len(plan.gone)
    done = 0
    for group in _groups(plan.changed):
        writer.note(dict.fromkeys(group, WRITING), {name: notes.get(name, ()) for name in group})
        for name in group:
            writer.put(name, _content(store, states[name].source))
            done += 1
            if on_progress:
                on_progress(done, total, name)
        _prove(store, writer, {name: states[name] for name in group})
        writer.note({name: states[name].note for name in group}, dict.fromkeys(group, (WRITING,)))
    for group in _groups(plan.gone):
        for name in group:
            writer.remove(name)
            done += 1
            if on_progress:
                on_progress(done, total, name)
        writer.note({}, {name: notes[name] for name in group})


def _groups(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + GROUP] for start in range(0, len(names), GROUP))


def _prove(store: ox.Store, writer: Writer, states: Mapping[str, _State]) -> None:
    """Raise StoreError when a graph does not hold what was written; a PUT that is not atomic gets a second chance."""
    wrong = _miscounted(writer, states)
    for name in wrong:
        writer.put(name, _content(store, states[name].source))
    for name, held in _miscounted(writer, {name: states[name] for name in wrong}).items():
        url = writer.endpoint.client.remote.url
        message = f"{url} holds {held:,} triples of {name} after {states[name].count:,} were written. "
        message += (
            "If it shows all graphs as its default graph, give --no-default-graph."
            if name == writer.default_name and held > states[name].count
            else "Another program may be writing there: run it again."
        )
        raise StoreError(message, target=url)


def _miscounted(writer: Writer, states: Mapping[str, _State]) -> dict[str, int]:
    held = writer.counts(list(states)) if states else {}
    return {name: held[name] for name, state in states.items() if held[name] != state.count}
