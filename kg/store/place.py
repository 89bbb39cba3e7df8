"""Find where in a query a syntax error is, and say it with the line and a caret.

Oxigraph's parser compares keywords by taking as many characters as they have, so the place it reports lies up to
twelve characters behind the error. The query is therefore parsed again with wide gaps between its words: the gap in
which the report falls tells the word.
"""

import difflib
import re

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf import PREFIXES
from kg.store.guard import IRI, STRING, position

_GAP = " " * 64
_NAME = r"[\w.-]*:(?:[\w:.-]|%[0-9a-fA-F]{2}|\\.)*"
_TOKEN = re.compile(
    rf"""(?P<skip>\s+|\#[^\r\n]*)
    |(?:{STRING})(?:@[\w-]+|\^\^(?:{IRI}|{_NAME}))?
    |(?:{IRI}|{_NAME})(?:[*+?](?!\w))?
    |[?$]\w+
    |(?<![\w)?])[+-]?\d[\w.]*(?:[eE][+-]\d+)?(?<!\.)
    |\w+
    |\|\||&&|[<>!]=|\^\^|<<\(|\)>>|.""",
    re.VERBOSE | re.DOTALL,
)
_AT = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_REMARK = re.compile(r"(?:one of |, |^)([A-Z][a-z]?[\w?]* [\w ?]+)")
_KEYWORDS = [
    "ASK", "BIND", "BY", "CONSTRUCT", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "FROM", "GRAPH", "GROUP",
    "HAVING", "LIMIT", "MINUS", "NOT", "OFFSET", "OPTIONAL", "ORDER", "PREFIX", "REDUCED", "SELECT", "UNION",
    "VALUES", "WHERE", "AS", "ASC", "DESC", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT",
    "BOUND", "CONTAINS", "LANG", "LCASE", "REGEX", "REPLACE", "STR", "STRSTARTS", "STRENDS", "UCASE", "YEAR",
    "MONTH", "DAY",
]  # fmt: skip


def syntax_error(text: str, message: str) -> QueryError:
    """Return Oxigraph's complaint about a query as an error that points at the place."""
    tokens = [(m.start(), m[0]) for m in _TOKEN.finditer(text) if m["skip"] is None]
    try:
        ox.Store().query("".join(token + _GAP for _, token in tokens), prefixes=PREFIXES, base_iri="http://a.example/")
    except SyntaxError as error:
        found = _AT.search(str(error))
    else:
        found = None
    if not found:
        return QueryError(f"the query is wrong: {message}")
    unclosed = next((start for start, token in tokens if token in {'"', "'"}), None)
    if unclosed is not None:
        return pointing_at("this string has no end.", text, position(text, unclosed))
    index, before = _token_at(tokens, int(found[1]), int(found[2]))
    remark = _remark(found[3], tokens, index, before=before)
    if remark and before:
        index -= 1
    start = tokens[index][0] if index < len(tokens) else len(text.rstrip())
    return pointing_at(remark or _unexpected(tokens, index), text, position(text, start))


def _token_at(tokens: list[tuple[int, str]], line: int, column: int) -> tuple[int, bool]:
    """Return the index of the token that a place in the widened query belongs to, and whether it is that one's end."""
    at_line, at_column = 1, 1
    for index, (_, token) in enumerate(tokens):
        lines = token.count("\n")
        at_line += lines
        at_column = len(token) - token.rfind("\n") if lines else at_column + len(token)
        if (line, column) < (at_line, at_column):
            return index, False
        if (line, column) == (at_line, at_column):
            return index + 1, True
        at_column += len(_GAP)
        if (line, column) < (at_line, at_column):
            return index, False
    return len(tokens), False


def _remark(expected: str, tokens: list[tuple[int, str]], index: int, *, before: bool) -> str | None:
    """Return what Oxigraph says in words, where it does."""
    if "Prefix not found" in expected:
        name = tokens[index - before][1].partition(":")[0].rpartition("^")[2]
        known = ", ".join(f"{prefix}:" for prefix in PREFIXES)
        return f"the prefix {name}: is not declared. Write PREFIX {name}: <…> first; known without it are {known}."
    found = _REMARK.search(expected)
    if not found:
        return None
    first, rest = found[1].split(" ", 1)
    return f"{first.lower() if first.istitle() else first} {rest}."


def _unexpected(tokens: list[tuple[int, str]], index: int) -> str:
    if index >= len(tokens):
        return "the query ends too early."
    word = tokens[index][1]
    near = difflib.get_close_matches(word.upper(), _KEYWORDS, n=1, cutoff=0.75)
    guess = f" Did you mean {near[0]}?" if near and near[0] != word.upper() else ""
    return f"unexpected {word}.{guess}"


def pointing_at(message: str, text: str, place: tuple[int, int]) -> QueryError:
    """Return an error that shows the line of the query with a caret under the place."""
    line, column = place
    shown = text.split("\n")[line - 1].rstrip("\r").replace("\t", " ")
    return QueryError(f"line {line}, column {column}: {message}\n  {shown}\n  {' ' * (column - 1)}^", position=place)
