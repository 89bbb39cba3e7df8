"""Turn a store into files: `graph.ttl` and `graph.nq`, and whatever else other programs read.

| form | file | holds |
|---|---|---|
| turtle, ntriples, rdfxml | one | the default graph, and the planned and negated statements with their evidence |
| nquads, trig, jsonld | one | everything |
| graphml, gexf | one | entities and facts, as a network |
| csv | `nodes.csv` and `edges.csv` in a folder, or in a `.zip` | entities and facts, as tables |
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KGError, StoreError
from kg.rdf import NANOPUB, NANOPUB_X, NANOPUBLICATION, PREFIXES, TYPE
from kg.store.flat import flatten
from kg.store.jsonld import jsonld
from kg.store.names import base_of
from kg.store.network import csv_tables, gexf, graphml
from kg.store.turtle import turtle

# The zip format cannot tell an earlier time; with a real one two exports would differ.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# Not characters of XML 1.0 (2.2), though RDF allows them.
_CONTROLS = (chr(code) for code in range(32) if chr(code) not in "\t\n\r")
_NOT_XML = str.maketrans(dict.fromkeys([*_CONTROLS, "\ufffe", "\uffff"], "\ufffd"))


@dataclass(frozen=True, slots=True)
class Format:
    """A form of export: its suffix, and how it is written."""

    suffix: str
    write: Callable[[ox.Store], str]


def write_turtle(store: ox.Store, path: str | Path) -> None:
    """Write `graph.ttl`: entities and asserted facts by class, then what is planned and what is denied."""
    _write(Path(path), _turtle(store))


def write_nquads(store: ox.Store, path: str | Path) -> None:
    """Write `graph.nq`: every quad on a line of its own, sorted."""
    _write_bytes(Path(path), _sorted(store.dump(format=ox.RdfFormat.N_QUADS)))


def export_text(store: ox.Store, form: str) -> str:
    """Return the store in a form that is one text; raise KGError for `csv`, which is two tables."""
    if form == "csv":
        message = "csv is two tables. Give a folder or a .zip to write to, for example: kg export csv -o tables.zip"
        raise KGError(message)
    return _format(form).write(store)


def export(store: ox.Store, form: str, target: str | Path) -> tuple[Path, ...]:
    """Write the store in one of the FORMATS, or as `csv`, to `target`; return the files that were written."""
    target = Path(target)
    if form != "csv":
        _write(target, _format(form).write(store))
        return (target,)
    tables = csv_tables(store)
    if target.suffix == ".zip":
        _write_bytes(target, _zipped(tables))
        return (target,)
    for name, text in tables.items():
        _write(target / name, text)
    return tuple(target / name for name in tables)


def _format(form: str) -> Format:
    if form not in FORMATS:
        message = f"there is no format {form!r}. There are: {', '.join(sorted([*FORMATS, 'csv']))}."
        raise KGError(message)
    return FORMATS[form]


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, content: bytes) -> None:
    """Write the file beside its place and move it there, so that it is never half written."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        message = f"{path} cannot be written: {error.strerror}. Choose another place."
        raise StoreError(message, target=path) from error


def _zipped(tables: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


### RDF ###############################################################################################################


def _turtle(store: ox.Store) -> str:
    flat = flatten(store)
    return turtle(flat.triples, PREFIXES, base=base_of(store) or "", sections=flat.sections)


def _ntriples(store: ox.Store) -> str:
    return _sorted_lines(ox.serialize(flatten(store).triples, format=ox.RdfFormat.N_TRIPLES))


def _nquads(store: ox.Store) -> str:
    return _sorted_lines(store.dump(format=ox.RdfFormat.N_QUADS))


def _sorted_lines(data: bytes | None) -> str:
    return _sorted(data).decode()


def _sorted(data: bytes | None) -> bytes:
    """Return the lines in order; N-Quads and N-Triples escape line breaks within literals."""
    return b"".join(sorted((data or b"").splitlines(keepends=True)))


def _trig(store: ox.Store) -> str:
    quads = sorted(store, key=lambda quad: (str(quad.graph_name), str(quad)))
    known = any(store.quads_for_pattern(None, TYPE, NANOPUBLICATION, None))
    prefixes = PREFIXES | {"np": NANOPUB, "npx": NANOPUB_X} if known else PREFIXES
    return (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b"").decode()


def _rdfxml(store: ox.Store) -> str:
    triples = sorted(flatten(store).triples, key=str)
    data = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    # A parser of XML turns a plain CR into LF (XML 1.0, 2.11), but not one that is written as a reference.
    return data.decode().translate(_NOT_XML).replace("\r", "&#13;")


FORMATS: Mapping[str, Format] = {
    "turtle": Format(".ttl", _turtle),
    "ntriples": Format(".nt", _ntriples),
    "nquads": Format(".nq", _nquads),
    "trig": Format(".trig", _trig),
    "jsonld": Format(".jsonld", jsonld),
    "rdfxml": Format(".rdf", _rdfxml),
    "graphml": Format(".graphml", graphml),
    "gexf": Format(".gexf", gexf),
}
