"""What a page calls a term of a vocabulary that has no label: the last part of its IRI."""

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def local_name(iri: str) -> str:
    """Return what stands behind the last `#` or `/`.

    >>> local_name("https://w3id.org/provenkg/ontology#signatoryOf")
    'signatoryOf'
    """
    return re.split(r"[#/]", iri.rstrip("#/"))[-1] or iri


def words(iri: str) -> str:
    """Return a term's local name as words, for a term without a label.

    >>> words("https://w3id.org/provenkg/ontology#LaunchVehicle")
    'launch vehicle'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", local_name(iri)).replace("_", " ").lower()
