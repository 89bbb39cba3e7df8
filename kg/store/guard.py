"""Refuse queries that could do more than read this store: SERVICE, updates, and nesting that ends the process.

Oxigraph has no switch that turns SERVICE off, so the query is read word by word. Where its grammar allows two readings
(`<` begins an IRI or is an operator) both are followed. SPARQL 1.1 grammar: https://www.w3.org/TR/sparql11-query/#grammar
"""

import re
from collections.abc import Iterator

from kg.errors import QueryError

# Measured with pyoxigraph 0.5.13 and 8 MB of stack: brackets 5,000 deep, 10,000 operators or 5,000 BINDs end the
# process; a tenth of that does not.
DEPTH_LIMIT = 500
STEP_LIMIT = 2_000

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
_PROLOGUE = re.compile(r"(?:\s+|#[^\r\n]*|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
IRI = r'<[^<>"{}|^`\x00-\x20]*>'
STRING = (
    r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
)
_STRING = re.compile(STRING, re.DOTALL)
_IRI = re.compile(IRI)
_ADDRESS = re.compile(r"<[A-Za-z][\w+.-]*://")  # an operator and a prefixed name would not be followed by "//"
_SKIPPED = re.compile(r"\s+|#[^\r\n]*|[?$]\w+|:(?:[\w:.-]|%[0-9a-fA-F]{2}|\\.)*")
_STEP = re.compile(r"\|\||&&|[!+*-]|\b(?:UNION|OPTIONAL|FILTER|BIND|MINUS)\b", re.IGNORECASE)
_BRACKETS = dict.fromkeys("([{", 1) | dict.fromkeys(")]}", -1) | {"!": 0}


def check_query(text: str) -> None:
    """Raise QueryError for a query that could do more than read the store that it is asked of."""
    refuse_update(text)
    for form in dict.fromkeys((text, _unescaped(text))):
        at = _find_service(form)
        if at is not None:
            message = "SERVICE would send data to another server, so it is refused. Ask that server directly."
            raise QueryError(message, position=position(form, at))
        _refuse_nesting(form)


def position(text: str, at: int) -> tuple[int, int]:
    """Return the line and column, from 1, of an offset."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _unescaped(text: str) -> str:
    r"""Return the query with `\uXXXX` as the characters they stand for (SPARQL 1.1, 19.2)."""
    return _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)), text)


def query_form(text: str) -> str:
    """Return the first word behind the prologue, in capitals: SELECT, ASK, CONSTRUCT, DESCRIBE, or what else it is."""
    word = _first_word(text)
    return word[0].upper() if word else ""


def _first_word(text: str) -> re.Match[str] | None:
    prologue = _PROLOGUE.match(text)
    return _WORD.match(text, prologue.end() if prologue else 0)


def has_from(text: str) -> bool:
    """Return whether a query says itself which graphs it asks.

    >>> has_from("SELECT ?from { ?a ?b ?from }"), has_from("SELECT * FROM <http://a.example/> { ?a ?b ?c }")
    (False, True)
    """
    return any(token.upper() == "FROM" for token in _plain_parts(text))


def where_begins(text: str) -> int:
    """Return the offset behind the brace that opens the WHERE of a query; raise QueryError where there is none.

    >>> where_begins("SELECT ?a { ?a ?b ?c }")
    11
    """
    depth, templated = 0, query_form(text) == "CONSTRUCT"
    for at, part in _plain_tokens(text):
        depth += _BRACKETS.get(part, 0) if part in {"(", ")"} else 0
        templated = templated and part.upper() != "WHERE"
        if part == "{" and not depth and not templated:
            return at + 1
    message = "the query has no WHERE, so no value can be given to it. Give it one in braces."
    raise QueryError(message)


def refuse_update(text: str) -> None:
    """Raise QueryError for a request that would change a store."""
    word = _first_word(text)
    if word and word[0].upper() in _UPDATES:
        message = (
            f"{word[0].upper()} would change the store, and kg only reads it. To change the graph, build it again."
        )
        raise QueryError(message, position=position(text, word.start()))


def _find_service(text: str) -> int | None:
    """Return where the keyword SERVICE may stand, in any reading of the query, or None."""
    waiting, seen = [0], set()
    while waiting:
        at = waiting.pop()
        while at < len(text) and at not in seen:
            seen.add(at)
            iri = _IRI.match(text, at)
            if iri:
                waiting.append(iri.end())
            if iri and _ADDRESS.match(text, at):
                break
            word = _WORD.match(text, at)
            if word and "service" in word[0].lower():
                return at
            skipped = word or _STRING.match(text, at) or _SKIPPED.match(text, at)
            at = skipped.end() if skipped else at + 1
    return None


def _refuse_nesting(text: str) -> None:
    depth, steps = 0, 0
    for token in _plain_parts(text):
        depth += _BRACKETS.get(token, 0)
        steps += bool(_STEP.fullmatch(token))
        if depth > DEPTH_LIMIT:
            message = f"the query is nested more than {DEPTH_LIMIT} deep. Write it flatter."
            raise QueryError(message)
        if steps > STEP_LIMIT:
            message = f"the query has more than {STEP_LIMIT} operators. Use VALUES or IN for long lists."
            raise QueryError(message)


def _plain_parts(text: str) -> Iterator[str]:
    """Yield brackets, operators and words outside strings, IRIs and comments."""
    return (token for _, token in _plain_tokens(text))


def _plain_tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield the same, each with its offset."""
    at = 0
    while at < len(text):
        hidden = _IRI.match(text, at) or _STRING.match(text, at) or _SKIPPED.match(text, at)
        found = hidden or _STEP.match(text, at) or _WORD.match(text, at)
        if found and not hidden:
            yield at, found[0]
        elif not found:
            yield at, text[at]
        at = found.end() if found else at + 1
