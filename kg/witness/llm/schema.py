"""The JSON schema of an answer, made from an ontology: nothing but its classes and properties can be said."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kg.ontology import NAMESPACE, Ontology, Property
from kg.records import STATUSES

_TOLD_HERE = frozenset({"copyOf"})
"""Properties of things that no document states: they are found by comparing documents."""


@lru_cache(maxsize=4)
def classes_of(ontology: Ontology) -> tuple[str, ...]:
    """Return the classes that things may have which properties join, in the order of their names."""
    ends = frozenset(name for known in facts_of(ontology) for name in known.domain | known.range)
    return tuple(sorted(ontology.leaves(ends) - {_ANY}))


@lru_cache(maxsize=4)
def facts_of(ontology: Ontology) -> tuple[Property, ...]:
    """Return the properties that join two things which documents name, in the order of their names."""
    known = (ontology.properties[name] for name in sorted(ontology.properties))
    return tuple(one for one in known if one.name not in _TOLD_HERE and _joins_things(one, ontology))


def _joins_things(known: Property, ontology: Ontology) -> bool:
    """Return whether both ends are things, and not statements or the like, of which only this program speaks."""
    ends = (known.domain, known.range)
    return all(ends) and all(_is_thing(name, ontology) for classes in ends for name in classes)


def _is_thing(name: str, ontology: Ontology) -> bool:
    found = ontology.classes.get(name)
    return found is not None and (ontology.is_a(name, _ANY) or not found.iri.startswith(NAMESPACE))


_ANY = "Entity"
"""The class of all that documents name."""


def answer_schema(ontology: Ontology) -> Mapping[str, Any]:
    """Return the schema, in the part of JSON Schema that servers constrain answers by ("strict": all is required)."""
    thing = {
        "id": {"type": "string"},
        "type": {"type": "string", "enum": [*classes_of(ontology)]},
        "name": {"type": "string"},
        "named": {"type": "boolean"},
        "mentions": {"type": "array", "items": {"type": "string"}},
    }
    statement = {
        "quote": {"type": "string"},
        "subject": {"type": "string"},
        "subject_words": {"type": "string"},
        "predicate": {"type": "string", "enum": [known.name for known in facts_of(ontology)]},
        "object": {"type": "string"},
        "object_words": {"type": "string"},
        "status": {"type": "string", "enum": [*STATUSES]},
        "said_by": {"type": ["string", "null"]},
        "role": {"type": ["string", "null"]},
    }
    return _object({"entities": _list(_object(thing)), "statements": _list(_object(statement))})


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
