"""What a text says of a thing as one line, and back: the path of the thing, which text it is, and JSON."""

import json

from kg.merge import Sighting


def to_line(path: str, text: str, seen: Sighting) -> bytes:
    """Return a sighting as a line; lines of one thing stand together when sorted, and no two are the same.

    `text` is a name for the text among all. What only the text itself calls the thing is left out.
    """
    languages = sorted((name, language, number) for (name, language), number in seen.languages.items())
    sets = (seen.types, seen.labels, seen.names, seen.codes, seen.values)
    content = [*map(sorted, sets), int(seen.named), languages]
    return f"{path} {text} {json.dumps(content, separators=(',', ':'))}".encode()


def from_line(line: bytes) -> tuple[str, Sighting]:
    """Return the path of the thing and the sighting that `to_line` made a line of."""
    path, _, content = line.decode().split(" ", 2)
    types, labels, names, codes, values, named, languages = json.loads(content)
    return path, Sighting(
        types=frozenset(types),
        labels=frozenset(labels),
        names=frozenset(names),
        codes=frozenset(codes),
        values=frozenset(values),
        named=bool(named),
        label="",
        aliases=(),
        languages={(name, language): number for name, language, number in languages},
    )
