"""Turn an ontology in Turtle into the classes, properties, frames and phrases that the stages use.

The vocabulary of `ontology/kg.ttl` (classes, properties, roles, statuses) is always there. A file given by the user
adds to it; it takes over the built-in frames and phrases only when it says
`owl:imports <https://w3id.org/provenkg/ontology>`, so that another domain starts clean.

Names are local names: `kg:signatoryOf` is `signatoryOf`.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.records import STATUSES, Status
from kg.resources import ONTOLOGY
from kg.turtle import TYPE, Triples, local, read_triples

NAMESPACE = "https://w3id.org/provenkg/ontology#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

IMPORT = "https://w3id.org/provenkg/ontology"


@dataclass(frozen=True, slots=True)
class Class:
    """A class; `parents` are the local names of its direct superclasses."""

    name: str
    iri: str
    label: str
    comment: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A property between entities; `domain` and `range` are the names of the classes that fit (any of them).

    `headings` are what the columns of tables are called that hold it; `of_undertaking` is the property that takes its
    place for a programme or the like: what is launched then begins. `single` says that a thing has one value at most.
    """

    name: str
    iri: str
    label: str
    comment: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    standing: bool = False
    parents: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    of_undertaking: str | None = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """One fact that a frame or phrase states: two roles (or slots) joined by a property."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How statements are found, with the text that explains it."""

    name: str
    iri: str
    comment: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame(Rule):
    """A verb with its roles and what it states.

    `verbs` are lemmas, with the fixed words behind them where there are any ("take part in"); `doers` are nouns for
    the agent ("builder", "prime contractor"); `objects` are the only nouns that the object may be, where there are any
    ("funding", "loan"); without the roles in `requires` and one of the words in `behind` behind the verb it
    states nothing; `roles` maps a role to
    the classes that may fill it; `status` is the status of a plain sentence with this verb ("withdraw": negated). With
    `representatives` a person acts for the body or country of their office: who signs, signs for somebody.
    """

    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    states: tuple[State, ...] = ()
    status: Status = "asserted"
    representatives: bool = False
    doers: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Phrase(Rule):
    """A pattern of words and typed slots (docs/reference/rules.md) and what it states.

    With `respectively` two lists of one length go member by member ("the presidents of X and Y, A and B"); two of
    different lengths state nothing. With `settled` its own words are no sign of a plan: two who "agreed to" do a thing
    have an agreement.
    """

    patterns: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    status: Status = "asserted"
    respectively: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ontology:
    """Classes, properties and rules by their local names. `markers` are the words that introduce a role."""

    path: Path
    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    frames: Mapping[str, Frame]
    phrases: Mapping[str, Phrase]
    rules: Mapping[str, Rule]
    markers: Mapping[str, tuple[str, ...]]
    namespace: str = NAMESPACE

    def is_a(self, name: str, ancestor: str) -> bool:
        """Return whether the class `name` is `ancestor` or below it."""
        if name == ancestor:
            return True
        known = self.classes.get(name)
        return known is not None and any(self.is_a(parent, ancestor) for parent in known.parents)

    def fits(self, name: str, classes: frozenset[str]) -> bool:
        """Return whether the class `name` is, or lies below, one of `classes`."""
        return _fits(self, name, classes)

    def leaves(self, classes: frozenset[str]) -> frozenset[str]:
        """Return every class that is, or lies below, one of `classes`."""
        return frozenset(name for name in self.classes if self.fits(name, classes))

    def labels(self) -> dict[str, str]:
        """Return what classes and properties are called, by IRI."""
        return {c.iri: c.label for c in self.classes.values()} | {p.iri: p.label for p in self.properties.values()}


@lru_cache(maxsize=16_384)
def _fits(ontology: Ontology, name: str, classes: frozenset[str]) -> bool:
    return any(ontology.is_a(name, ancestor) for ancestor in classes)


def load_ontology(path: str | Path = ONTOLOGY) -> Ontology:
    """Return the built-in vocabulary together with what the file at `path` adds.

    Raises OntologyError, with line and term, on syntax errors, unknown terms and incomplete rules.

    >>> load_ontology().properties["signatoryOf"].label
    'signatory of'
    """
    base = read_triples(ONTOLOGY)
    path = Path(path)
    if path.resolve() == ONTOLOGY.resolve():
        return _Loader(path, base, base).load()
    own = read_triples(path)
    imports = ox.NamedNode(IMPORT) in own.objects_anywhere(OWL + "imports")
    return _Loader(path, base | own, own | base if imports else own).load()


def _named(triples: Triples, node: ox.NamedNode, term: str) -> list[str]:
    return [local(str(o)[1:-1]) for o in triples.objects(node, NAMESPACE + term)]


class _Loader:
    """Reads records out of the triples: `vocabulary` for classes and properties, `own` for frames and phrases."""

    def __init__(self, path: Path, vocabulary: Triples, own: Triples) -> None:
        self.path = path
        self.vocabulary = vocabulary
        self.own = own
        self.roles = {
            local(node.value): vocabulary.texts(node, NAMESPACE + "marker")
            for node in vocabulary.instances(NAMESPACE + "Role")
        }

    def load(self) -> Ontology:
        self._check_terms()
        classes = {c.name: c for c in map(self._class, self.vocabulary.instances(OWL + "Class"))}
        nodes = self.vocabulary.instances(OWL + "ObjectProperty")
        properties = {p.name: p for p in (self._property(node, classes) for node in nodes)}
        frames = {
            f.name: f for f in (self._frame(n, classes, properties) for n in self.own.instances(NAMESPACE + "Frame"))
        }
        phrases = {p.name: p for p in (self._phrase(n, properties) for n in self.own.instances(NAMESPACE + "Phrase"))}
        rules = {r.name: r for r in map(self._rule, self.vocabulary.instances(NAMESPACE + "Rule"))}
        return Ontology(self.path, classes, properties, frames, phrases, rules | frames | phrases, markers=self.roles)

    def _error(self, message: str, term: str) -> OntologyError:
        lines = self.own.text.splitlines()
        found = (n for n, line in enumerate(lines, 1) if re.search(rf"(?<![\w]){re.escape(term)}(?!\w)", line))
        return OntologyError(message, path=self.path, line=next(found, None), term=term)

    def _unknown(self, what: str, name: str, known: Mapping[str, object] | frozenset[str]) -> OntologyError:
        near = difflib.get_close_matches(name, sorted(known), n=1)
        guess = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(sorted(known))}."
        return self._error(f"unknown {what} {name}.{guess}", name)

    def _check_terms(self) -> None:
        """Refuse terms of the kg: namespace that nothing defines: they are slips of the pen."""
        known = {local(s.value) for s in self.vocabulary.index if isinstance(s, ox.NamedNode)}
        for predicates in self.own.index.values():
            used = [*predicates, *(o.value for v in predicates.values() for o in v if isinstance(o, ox.NamedNode))]
            for iri in used:
                if iri.startswith(NAMESPACE) and iri.removeprefix(NAMESPACE) not in known:
                    raise self._unknown("term", iri.removeprefix(NAMESPACE), frozenset(known))

    def _class(self, node: ox.NamedNode) -> Class:
        parents = [o for o in self.vocabulary.objects(node, RDFS + "subClassOf") if isinstance(o, ox.NamedNode)]
        ours = tuple(local(p.value) for p in parents if ox.NamedNode(OWL + "Class") in self.vocabulary.objects(p, TYPE))
        return Class(local(node.value), node.value, *self._texts(node), ours)

    def _texts(self, node: ox.NamedNode) -> tuple[str, str]:
        label = self.vocabulary.texts(node, RDFS + "label") or (local(node.value),)
        comment = self.vocabulary.texts(node, RDFS + "comment") or ("",)
        return label[0], comment[0]

    def _property(self, node: ox.NamedNode, classes: Mapping[str, Class]) -> Property:
        def ends(rdfs: str, includes: str) -> frozenset[str]:
            found = [*self.vocabulary.objects(node, RDFS + rdfs), *self.vocabulary.objects(node, SCHEMA + includes)]
            names = frozenset(local(o.value) for o in found if isinstance(o, ox.NamedNode))
            for name in sorted(names - classes.keys()):
                raise self._unknown("class", name, classes)
            return names

        parents = [
            local(o.value)
            for o in self.vocabulary.objects(node, RDFS + "subPropertyOf")
            if isinstance(o, ox.NamedNode) and self.vocabulary.objects(o, TYPE)
        ]
        return Property(
            local(node.value),
            node.value,
            *self._texts(node),
            domain=ends("domain", "domainIncludes"),
            range=ends("range", "rangeIncludes"),
            standing=self.vocabulary.texts(node, NAMESPACE + "standing") == ("true",),
            symmetric=ox.NamedNode(OWL + "SymmetricProperty") in self.vocabulary.objects(node, TYPE),
            parents=tuple(parents),
            headings=self.vocabulary.texts(node, NAMESPACE + "heading"),
            of_undertaking=next(iter(_named(self.vocabulary, node, "ofUndertaking")), None),
            single=self.vocabulary.texts(node, NAMESPACE + "single") == ("true",)
            or ox.NamedNode(OWL + "FunctionalProperty") in self.vocabulary.objects(node, TYPE),
        )

    def _rule(self, node: ox.NamedNode) -> Rule:
        comment = self.vocabulary.texts(node, RDFS + "comment") or ("",)
        return Rule(local(node.value), node.value, comment[0], self.own.texts(node, SKOS + "example"))

    def _states(self, node: ox.NamedNode, properties: Mapping[str, Property]) -> tuple[State, ...]:
        states = []
        name = local(node.value)
        for value in self.own.objects(node, NAMESPACE + "states"):
            parts = [o.value if isinstance(o, ox.Literal) else local(str(o)[1:-1]) for o in self.own.members(value)]
            if len(parts) != 3:
                raise self._error(f"a kg:states of kg:{name} is not ( subject property object ).", name)
            if parts[1] not in properties:
                raise self._unknown("property", parts[1], properties)
            states.append(State(*parts))
        if not states:
            raise self._error(f"kg:{name} has no kg:states: say which facts it states.", name)
        return tuple(states)

    def _status(self, node: ox.NamedNode) -> Status:
        for value in self.own.objects(node, NAMESPACE + "status"):
            name = local(str(value)[1:-1])
            if name not in STATUSES:
                raise self._unknown("status", name, frozenset(STATUSES))
            return name
        return "asserted"

    def _frame(self, node: ox.NamedNode, classes: Mapping[str, Class], properties: Mapping[str, Property]) -> Frame:
        rule = self._rule(node)
        roles = {}
        for role in self.roles:
            filled = self.own.objects(node, NAMESPACE + role)
            names = frozenset(local(o.value) for o in filled if isinstance(o, ox.NamedNode))
            for name in sorted(names - classes.keys()):
                raise self._unknown("class", name, classes)
            if names:
                roles[role] = names
        verbs, nouns, doers = (self.own.texts(node, NAMESPACE + term) for term in ("verb", "noun", "doer"))
        if not verbs and not nouns and not doers:
            raise self._error(f"kg:{rule.name} has neither kg:verb nor kg:noun nor kg:doer.", rule.name)
        states = self._states(node, properties)
        for role in (r for s in states for r in (s.subject, s.object) if r not in roles):
            raise self._error(f"kg:{rule.name} states a fact of role kg:{role}, which it does not have.", rule.name)
        represented = self.own.texts(node, NAMESPACE + "byRepresentative") == ("true",)
        status = self._status(node)
        return Frame(
            rule.name,
            rule.iri,
            rule.comment,
            rule.examples,
            verbs=verbs,
            nouns=nouns,
            roles=roles,
            states=states,
            status=status,
            representatives=represented,
            doers=doers,
            objects=frozenset(self.own.texts(node, NAMESPACE + "object")),
            behind=frozenset(self.own.texts(node, NAMESPACE + "behind")),
            requires=frozenset(_named(self.own, node, "requires")),
        )

    def _phrase(self, node: ox.NamedNode, properties: Mapping[str, Property]) -> Phrase:
        rule = self._rule(node)
        patterns = self.own.texts(node, NAMESPACE + "pattern")
        if not patterns:
            raise self._error(f"kg:{rule.name} has no kg:pattern.", rule.name)
        states = self._states(node, properties)
        paired = self.own.texts(node, NAMESPACE + "respectively") == ("true",)
        settled = any(self.own.objects(node, NAMESPACE + "status")) and self._status(node) == "asserted"
        return Phrase(
            rule.name, rule.iri, rule.comment, rule.examples, patterns, states, self._status(node), paired, settled
        )
