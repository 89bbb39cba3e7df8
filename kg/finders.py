"""Who found a statement, by the names that people know: rules by their local names, witnesses by their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

_WITNESS = re.compile(r"[/#]witness/([^/#]+)$")  # as `kg.rdf` writes it below any base


@dataclass(frozen=True, slots=True)
class Finders:
    """The rules and the witnesses that read the same in a text, both in the order of their names."""

    rules: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, the rules first."""
        return (*self.rules, *self.witnesses)

    def __or__(self, other: "Finders") -> "Finders":
        """Return both together."""
        if self == other or not other.names:
            return self
        rules, witnesses = {*self.rules, *other.rules}, {*self.witnesses, *other.witnesses}
        return Finders(tuple(sorted(rules)), tuple(sorted(witnesses)))

    def match(self, name: str) -> bool:
        """Return whether one of that name is among them; "rules" and "witnesses" are any, "both" is one of each."""
        kinds = {"rules": bool(self.rules), "witnesses": bool(self.witnesses)}
        return all(kinds.values()) if name == "both" else kinds.get(name, name in self.names)


NOBODY = Finders()
KINDS = ("rules", "witnesses", "both")
"""What can be asked for beside the names."""


def to_finders(iris: Iterable[str]) -> Finders:
    """Return those that the values of `kg:foundBy` stand for.

    >>> to_finders(["https://kg.example/witness/llm:org%2Fmodel", "https://w3id.org/provenkg/ontology#signing"])
    Finders(rules=('signing',), witnesses=('llm:org/model',))
    """
    rules, witnesses = set(), set()
    for iri in iris:
        name = witness_name(iri)
        if name is None:
            rules.add(_rule_name(iri))
        else:
            witnesses.add(name)
    return Finders(tuple(sorted(rules)), tuple(sorted(witnesses)))


def witness_name(iri: str) -> str | None:
    """Return what the witness of that IRI is called, None for the IRI of a rule."""
    found = _WITNESS.search(iri)
    return unquote(found[1]) if found else None


def _rule_name(iri: str) -> str:
    """Return what stands behind the last `#` or `/`: as a rule is called that the ontology need not know."""
    return unquote(re.split(r"[#/]", iri.rstrip("#/"))[-1]) or iri
