"""The JSON schema of an answer, made from an ontology: nothing but its classes and properties can be said."""

from collections.abc import Mapping
from typing import Any

from kg.ontology import Ontology, Property
from kg.records import STATUSES


def classes_of(ontology: Ontology) -> tuple[str, ...]:
    """Return the classes that things may have which properties join, in the order of their names."""
    ends = frozenset(name for known in facts_of(ontology) for name in known.domain | known.range)
    return tuple(sorted(ontology.leaves(ends)))


def facts_of(ontology: Ontology) -> tuple[Property, ...]:
    """Return the properties that join two things, in the order of their names."""
    known = (ontology.properties[name] for name in sorted(ontology.properties))
    return tuple(one for one in known if one.domain and one.range and one.range <= ontology.classes.keys())


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
