"""Turn a file of RDF, which anyone may have written, into quads: nothing is fetched, and nothing ends the process.

Oxigraph parses; before it does, what would hurt it is refused: triple terms within triple terms end the process
(200,000 deep, pyoxigraph 0.5.13), as do contexts of JSON-LD whose terms lean on one another (60,000); XML and JSON take
quadratic time to nest, and entities grow without limit. It fetches no context, and drops relative IRIs of JSON-LD
without a word, which is told here.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError

DEPTH_LIMIT = 100
"""So deep may XML elements and triple terms nest; what we write nests 3 deep."""
LITERAL_LIMIT = 1_000_000
"""So many characters may a literal have; what we write has at most 10,000 of a sentence."""

TERM_LIMIT = 1_000
"""So many terms may the contexts of JSON-LD define; what we write defines fewer than 100."""

_REMOTE = "names a context on the net, and kg fetches none"
# A base below which no IRI can lie (RFC 2606): whatever is found there was relative.
_NOWHERE = "https://relative.invalid/"
_STRING = (
    rb'"""(?:"{0,2}+(?:[^"\\]|\\.))*+"""'
    rb"|'''(?:'{0,2}+(?:[^'\\]|\\.))*+'''"
    rb'|"(?:[^"\\\r\n]|\\.)*+"'
    rb"|'(?:[^'\\\r\n]|\\.)*+'"
)
_IRI = rb'<[^<>"{}|^`\x00-\x20]*+>'
# From one sign of a triple term to the next or to the end: strings, IRIs, escapes and comments are skipped as a whole.
_TERM = re.compile(
    rb"(?:[^\"'<>#\\]++|" + _STRING + rb"|" + _IRI + rb"|\\.|#[^\r\n]*+|<(?!<)|>(?!>))*+(<<|>>|\Z)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Input:
    """A form that can be read: its suffixes, its parser, and what is refused before parsing."""

    suffixes: tuple[str, ...]
    format: ox.RdfFormat
    check: Callable[[bytes], str | None]


def read_quads(path: str | Path, form: str | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of a file in one of the INPUTS, by its suffix unless it is given.

    Raises StoreError, with the line where there is one, for what cannot be read.
    """
    path = Path(path)
    known = INPUTS[form or _form(path)]
    data = _bytes(path)
    refused = known.check(data)
    if refused:
        raise _error(path, refused)
    base = _NOWHERE if known.format == ox.RdfFormat.JSON_LD else None
    try:
        for quad in ox.parse(data, format=known.format, base_iri=base):
            _check_terms(path, quad, relative=base is not None)
            yield quad
    except SyntaxError as error:
        raise _error(path, *_explained(error)) from error
    except MemoryError as error:  # Oxigraph's own limit of 16 MiB for one token
        raise _error(path, f"holds a value of more than {LITERAL_LIMIT:,} characters") from error


def _form(path: Path) -> str:
    for name, known in INPUTS.items():
        if path.suffix.lower() in known.suffixes:
            return name
    if path.is_dir():
        message = f"{path} is a folder. Give a file of it, for example: {path / 'graph.nq'}"
    elif path.suffix.lower() in {".csv", ".zip", ".graphml", ".gexf"}:
        message = f"{path} holds entities and facts without their evidence. Import nquads, trig or jsonld instead."
    else:
        suffixes = " ".join(sorted(suffix for known in INPUTS.values() for suffix in known.suffixes))
        message = f"{path} has no suffix that says its format. There are: {suffixes}. Or say it with --format."
    raise StoreError(message, target=path)


def _bytes(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        message = f"{path} is no file. Give a file that kg export wrote."
        raise StoreError(message, target=path)
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}. Give a file that kg export wrote."
        raise StoreError(message, target=path) from error


def _check_terms(path: Path, quad: ox.Quad, *, relative: bool) -> None:
    for term in (*quad.triple, quad.graph_name):
        if isinstance(term, ox.Literal):
            if len(term.value) > LITERAL_LIMIT:
                raise _error(path, f"holds a value of more than {LITERAL_LIMIT:,} characters")
        elif relative and isinstance(term, ox.NamedNode) and term.value.startswith(_NOWHERE):
            raise _error(path, f"holds a relative IRI, {term.value.removeprefix(_NOWHERE)!r}, and no base")


def _explained(error: SyntaxError) -> tuple[str, int | None]:
    text = error.msg or str(error)
    if "LoadDocumentCallback" in text:
        return _REMOTE, None
    if "No scheme found" in text:
        return "holds a relative IRI and no base", error.lineno
    if "UTF-8" in text:
        return "is not UTF-8", error.lineno
    return f"is not valid ({text.removeprefix('Parser error at ')})", error.lineno


def _error(path: Path, what: str, line: int | None = None) -> StoreError:
    where = f"{path}:{line}:" if line else f"{path}:"
    return StoreError(f"{where} {what}. Give a file that kg export wrote.", target=path)


### What is refused before parsing ####################################################################################


def _no_terms(data: bytes) -> str | None:
    """Refuse triple terms within triple terms."""
    if data.count(b"<<") <= DEPTH_LIMIT:
        return None
    depth, found = 0, _TERM.match(data)
    while found and found[1]:
        depth = depth + 1 if found[1] == b"<<" else max(depth - 1, 0)
        if depth > DEPTH_LIMIT:
            return f"nests triple terms more than {DEPTH_LIMIT} deep"
        found = _TERM.match(data, found.end())
    return None  # at a quotation mark that begins no string the parser ends as well


class _RefusedError(Exception):
    """Ends the parser of XML."""


def _plain_xml(data: bytes) -> str | None:
    """Refuse a document type, which could declare entities, and deep elements."""
    from xml.parsers import expat  # it refuses a DOCTYPE before anything is expanded

    depth = 0

    def doctype(*_: object) -> None:
        raise _RefusedError("has a DOCTYPE, which could read other files or grow without end")

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise _RefusedError(f"nests elements more than {DEPTH_LIMIT} deep")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("UTF-8")
    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = doctype, start, end
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own form
    except _RefusedError as error:
        return str(error)
    except expat.ExpatError as error:
        return f"is not valid XML ({error})"
    return None


@dataclass(slots=True)
class _Objects:
    """Sees every object of a JSON file, innermost first, and counts the terms that contexts define."""

    terms: int = 0

    def __call__(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise _RefusedError("has a key twice in one object")
        self.terms += sum(map(len, _contexts(found.get("@context"))))
        if self.terms > TERM_LIMIT:
            raise _RefusedError(f"defines more than {TERM_LIMIT:,} terms in its contexts")
        return found


def _plain_json(data: bytes) -> str | None:
    """Refuse deep nesting, contexts that are not here, and so many terms that one could be defined by the next."""
    try:
        json.loads(data, object_pairs_hook=_Objects(), parse_int=str, parse_float=str)
    except _RefusedError as error:
        return str(error)
    except RecursionError:
        return "nests too deep"
    except UnicodeDecodeError:
        return "is not UTF-8"
    except ValueError as error:
        return f"is not valid JSON ({error})"
    return None


def _contexts(context: object) -> Iterator[dict[str, object]]:
    for part in context if isinstance(context, list) else [context]:
        if isinstance(part, str):
            raise _RefusedError(_REMOTE)
        if isinstance(part, dict):
            yield part


INPUTS: Mapping[str, Input] = {
    "turtle": Input((".ttl",), ox.RdfFormat.TURTLE, _no_terms),
    "ntriples": Input((".nt",), ox.RdfFormat.N_TRIPLES, _no_terms),
    "nquads": Input((".nq",), ox.RdfFormat.N_QUADS, _no_terms),
    "trig": Input((".trig",), ox.RdfFormat.TRIG, _no_terms),
    "jsonld": Input((".jsonld", ".json"), ox.RdfFormat.JSON_LD, _plain_json),
    "rdfxml": Input((".rdf", ".xml"), ox.RdfFormat.RDF_XML, _plain_xml),
}
