"""The block between `---` lines at the head of a Markdown file: metadata with the place of each value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.records import Span

if TYPE_CHECKING:
    from yaml.nodes import Node, ScalarNode

_FENCED = re.compile(
    r"\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)(?<=\n)(?:(?P=fence)|\.\.\.)[ \t]*(?=\r?\n|\Z)",
    re.DOTALL,
)
_ENTRY = re.compile(
    r"[ \t]*(?P<key>[A-Za-z][\w .-]{0,40}?)[ \t]*[:=](?:[ \t]+|(?=[\"'\[\r\n]|$))(?P<value>[^\r\n]*)", re.MULTILINE
)
_COMMENT = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
# Longer than any head of a page: what follows is then a text with a line of dashes.
_LONGEST = 65_536


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of front matter: its key in small letters, the value, its span, and the line from which it starts."""

    key: str
    value: str
    span: Span
    line: Span


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The entries, the span of the block with its fences, and what is wrong with it as YAML: (line, words)."""

    entries: tuple[Entry, ...]
    span: Span
    problem: tuple[int, str] | None = None


def read_front_matter(text: str) -> FrontMatter | None:
    r"""Return the front matter of a text, or None where it has none.

    A block that is not YAML, and one in TOML, is read line by line.

    >>> read_front_matter("---\ntitle: A day\n---\nText.").entries[0].value
    'A day'
    """
    fenced = _FENCED.match(text, 0, _LONGEST)
    if not fenced:
        return None
    first = _COMMENT.match(text, fenced.start("body"), fenced.end("body"))
    if not _ENTRY.match(text, first.end() if first else fenced.start("body"), fenced.end("body")):
        return None
    body = Span(*fenced.span("body"))
    span = Span(fenced.start("fence"), fenced.end())
    if fenced["fence"] == "+++":
        return FrontMatter(tuple(_lines(text, body)), span)
    import yaml

    try:
        root = yaml.compose(text[body.start : body.end], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return FrontMatter(tuple(_lines(text, body)), span, _problem(text, body, error))
    if not isinstance(root, yaml.MappingNode):
        return FrontMatter(tuple(_lines(text, body)), span)
    return FrontMatter(tuple(_entries(text, body, root.value)), span)


def _problem(text: str, body: Span, error: Exception) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None)
    at = body.start + mark.index if mark else body.start
    words = getattr(error, "problem", None) or getattr(error, "reason", None) or "too deeply nested"
    return text.count("\n", 0, at) + 1, str(words)


def _entries(text: str, body: Span, pairs: "list[tuple[Node, Node]]") -> Iterator[Entry]:
    for key, value in pairs:
        name = _key(str(key.value))
        for node in _scalars(value):
            start, end = body.start + node.start_mark.index, body.start + node.end_mark.index
            span = _trimmed(text, Span(start, end), node.style)
            if span.start < span.end:
                line = Span(body.start + key.start_mark.index, _line_end(text, span.end))
                yield Entry(name, " ".join(str(node.value).split()), span, line)


def _scalars(node: "Node") -> "Iterator[ScalarNode]":
    """Yield the node, or the items of a list, or the `name` in a mapping."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from () if isinstance(item, yaml.SequenceNode) else _scalars(item)
    else:
        yield from (value for key, value in node.value if key.value == "name" and isinstance(value, yaml.ScalarNode))


def _trimmed(text: str, span: Span, style: str | None) -> Span:
    """Return the span without quotes, block indicators and white space."""
    start, end = span.start, span.end
    if style in {"'", '"'}:
        start, end = start + 1, end - 1
    elif style in {"|", ">"}:
        start = min(_line_end(text, start), end)
    raw = text[start:end]
    return Span(start + len(raw) - len(raw.lstrip()), start + max(len(raw.rstrip()), len(raw) - len(raw.lstrip())))


def _lines(text: str, body: Span) -> Iterator[Entry]:
    for match in _ENTRY.finditer(text, body.start, body.end):
        raw = match["value"]
        value = raw.strip().strip("\"'[]").strip()
        if value:
            start = match.start("value") + raw.index(value)
            yield Entry(
                _key(match["key"]), " ".join(value.split()), Span(start, start + len(value)), Span(*match.span())
            )


def _key(key: str) -> str:
    return key.strip().casefold().replace("-", "_").replace(" ", "_")


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
