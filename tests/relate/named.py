"""Sentences whose names a table marks, and what is expected of them: "NASA, ESA develops Juice planned; …"."""

import re
from collections.abc import Mapping, Sequence

STATUSES = ("planned", "negated")


def mark(text: str, names: Mapping[str, str]) -> str:
    """Return the text with the names marked as `tests.relate.marked` reads them; `names` lists them by class."""
    kinds = {name: kind for kind, listed in names.items() for name in listed.split(", ")}
    longest_first = sorted(kinds, key=lambda name: (-len(name), name))
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return found.sub(lambda match: f"[{match[0]}|{kinds[match[0]]}]", text)


def expected(said: str, predicates: Sequence[str]) -> set[tuple[str, str, str, str]]:
    """Return the facts of "NASA, ESA develops Juice planned; …"."""
    found = set()
    for one in filter(None, map(str.strip, said.split(";"))):
        status = next((status for status in STATUSES if one.endswith(status)), "asserted")
        predicate = next(p for p in predicates if f" {p} " in one)
        subjects, objects = one.removesuffix(" " + status).split(f" {predicate} ")
        found |= {(s, predicate, o, status) for s in subjects.split(", ") for o in objects.split(", ")}
    return found
