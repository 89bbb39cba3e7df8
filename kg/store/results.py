"""Turn what a query gives into text: a table to read, or CSV, TSV, JSON and Turtle for other programs.

SPARQL 1.1 Query Results JSON: https://www.w3.org/TR/sparql11-results-json/, CSV and TSV:
https://www.w3.org/TR/sparql11-results-csv-tsv/
"""

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KGError
from kg.rdf import PREFIXES, XSD, Term
from kg.store.names import Shortener
from kg.store.turtle import turtle

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | float | bool | date | None
Cells = tuple[Term | None, ...]

_MOVES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # would move the cursor of a terminal
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would turn the direction of the line


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: iterating gives tuples of plain Python values, `terms` holds the RDF terms."""

    columns: tuple[str, ...]
    terms: tuple[Cells, ...]
    base: str

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return (tuple(map(to_value, cells)) for cells in self.terms)

    def __str__(self) -> str:
        return to_text(self, "table")

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a data frame; raise KGError when pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            message = "to_pandas() needs pandas, which is not installed. Run: pip install 'provenkg[pandas]'"
            raise KGError(message) from error
        return pd.DataFrame.from_records(list(self), columns=list(self.columns))

    def _repr_html_(self) -> str:
        """Return the rows as a table for a notebook."""
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in _readable(self)
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE, each triple once, in order."""

    triples: tuple[ox.Triple, ...]
    base: str

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)

    def __str__(self) -> str:
        return to_text(self, "turtle")


Result = Rows | Triples | bool


def to_text(result: Result, form: str) -> str:
    """Return the result as `table`, `csv`, `tsv`, `json` or, for triples, `turtle`."""
    kind, forms = _forms(result)
    if form not in forms:
        message = f"{kind} cannot be written as {form!r}. There are: {', '.join(forms)}."
        raise KGError(message)
    return forms[form](result)


def _forms(result: Result) -> tuple[str, Mapping[str, Callable[..., str]]]:
    if isinstance(result, Rows):
        return "rows", {"table": _table, "csv": _csv, "tsv": _tsv, "json": _json}
    if isinstance(result, Triples):
        return "triples", {"turtle": _turtle}
    forms = {"table": _yes_or_no, "csv": _boolean, "tsv": _boolean, "json": _boolean_json}
    return "yes or no", forms


### Terms #############################################################################################################

_WHOLE = frozenset({"integer", "int", "long"})
_NUMBERS = _WHOLE | {"decimal", "double", "float"}


def to_value(term: Term | None) -> Value:
    """Return a term as a plain Python value: IRIs and dates that Python cannot hold as text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return _plain(term)
    datatype = term.datatype.value.removeprefix(XSD)
    try:
        if datatype in _NUMBERS:
            return int(term.value) if datatype in _WHOLE else float(term.value)
        if datatype == "date":
            return date.fromisoformat(term.value)
    except ValueError:
        return term.value
    return term.value == "true" if datatype == "boolean" else term.value


def _plain(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


### Rows ##############################################################################################################


def _readable(rows: Rows) -> list[list[str]]:
    short = Shortener(rows.base)
    return [[_cell(term, short) for term in cells] for cells in rows.terms]


def _cell(term: Term | None, short: Shortener) -> str:
    if term is None:
        return ""
    text = short(term.value) if isinstance(term, ox.NamedNode) else _plain(term)
    return readable(text)


def readable(text: str) -> str:
    """Return the text without characters that would move the cursor of a terminal or turn its line."""
    return _TURNS.sub("", _MOVES.sub(" ", text))


def _width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in {"Mn", "Me", "Cf"} for character in text)


def _table(rows: Rows) -> str:
    lines = [list(rows.columns), *_readable(rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    padded = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join(padded) + "\n"


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows([_csv_cell(term) for term in cells] for cells in rows.terms)
    return out.getvalue()


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else _plain(term)


def _tsv(rows: Rows) -> str:
    head = "\t".join(f"?{name}" for name in rows.columns)
    body = ("\t".join("" if term is None else _tsv_cell(term) for term in cells) for cells in rows.terms)
    return "\n".join([head, *body]) + "\n"


def _tsv_cell(term: Term) -> str:
    return str(term).replace("\t", "\\t")


def _json(rows: Rows) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(rows.columns, cells, strict=True) if term is not None}
        for cells in rows.terms
    ]
    answer = {"head": {"vars": list(rows.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        ends = zip(("subject", "predicate", "object"), term, strict=True)
        return {"type": "triple", "value": {name: _json_term(end) for name, end in ends}}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain: dict[str, object] = {"type": "literal", "value": term.value}
    return plain if term.datatype.value == XSD + "string" else plain | {"datatype": term.datatype.value}


### Triples and booleans ##############################################################################################


def _turtle(triples: Triples) -> str:
    return turtle(triples.triples, PREFIXES, base=triples.base)


def _boolean(answer: bool) -> str:  # noqa: FBT001 - it is the data
    return "true\n" if answer else "false\n"


def _yes_or_no(answer: bool) -> str:  # noqa: FBT001
    return "yes\n" if answer else "no\n"


def _boolean_json(answer: bool) -> str:  # noqa: FBT001
    return json.dumps({"head": {}, "boolean": answer}) + "\n"
