"""Read a portion of work, and look what is kept of a document."""

import json
from collections.abc import Iterable
from dataclasses import replace

from kg.errors import KGError, ReadError
from kg.extract import read_facts
from kg.gather.portions import Found, Portion, Result
from kg.gather.work import Work, tools
from kg.kept.pack import pack, unpack
from kg.kept.rows import Kept
from kg.merge import place, to_page
from kg.ontology import Ontology
from kg.rdf import exact
from kg.read import read_source
from kg.read.known import Key
from kg.read.sources import is_address
from kg.records import Document, Reading
from kg.witness import UNASKED


def read(portion: Portion, work: Work) -> Result:
    """Return what is found in a portion and what was wrong with it; never raises a KGError."""
    if portion.documents is not None:
        return _read_all(portion.documents, work, portion.errors, portion.keys)
    if not is_address(portion.source):
        documents, errors = read_source(portion.source, readers=work.readers(), keep=work.keep)
        return _read_all(documents, work, errors, flawed=bool(errors))
    from kg.read.web import read_unless_known

    try:
        key, answer = read_unless_known(portion.source, known=portion.known, keep=work.keep)
    except ReadError as error:
        return Result(errors=(error,))
    if key in portion.known:
        return Result(keys=(key,))
    documents = [item for item in answer if isinstance(item, Document)]
    errors = [item for item in answer if isinstance(item, ReadError)]
    return _read_all(documents, work, errors, flawed=bool(errors), page=key)


def _read_all(
    documents: Iterable[Document],
    work: Work,
    errors: Iterable[KGError],
    keys: tuple[Key, ...] = (),
    *,
    flawed: bool = False,
    page: Key | None = None,
) -> Result:
    """Return what is read from documents; `page` is the key of the web page that they are."""
    ontology, _ = tools(work)
    found, failed = [], [*errors]
    for document in documents:
        try:
            reading = read_document(document, work)
        except ReadError as error:
            failed.append(error)
            continue
        key = page or Key(document.source, document.source_sha256)
        if work.packs and key.source == document.source and not work.is_own(document.source):
            incomplete = flawed or any(rejected.reason == UNASKED for rejected in reading.rejected)
            found.append(Found(key, _kept(reading, ontology, flawed=incomplete), reading))
        else:
            found.append(Found(None, None, reading))
    return Result(tuple(found), tuple(failed), keys)


def _kept(reading: Reading, ontology: Ontology, *, flawed: bool) -> Kept:
    digest = reading.document.sha256
    said = place(to_page(digest, [reading]), ontology).acronyms()
    found = [sorted(said.alone), sorted(said.meanings)] if said.alone or said.meanings else None
    acronyms = "" if found is None else json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Kept(pack(reading), flawed, digest, acronyms)


def read_document(document: Document, work: Work) -> Reading:
    """Return what is read from a document.

    Raises ReadError when a quote holds what RDF cannot carry, so that one document is lost and not all.
    """
    ontology, lexicon = tools(work)
    reading = read_facts(document, ontology, lexicon, extractors=work.extractors, witnesses=work.witnesses)
    try:
        for statement in reading.statements:
            for evidence in statement.evidence:
                exact(evidence.quote, document.source)
    except KGError as error:
        raise ReadError(str(error), path=document.source) from error
    return reading


def read_packed(portion: Portion, work: Work) -> Result:
    """Return what `_read` does, in the form that is sent between processes at the least cost."""
    result = read(portion, work)
    return replace(result, found=tuple(replace(one, reading=None) if one.kept else one for one in result.found))


def reading_of(key: Key, kept: Kept | None, work: Work) -> Reading | None:
    """Return the kept reading if it is one, of this document, in the words of this ontology."""
    ontology, _ = tools(work)
    try:
        reading = unpack(kept.packed) if kept else None
    except ValueError:
        return None
    if reading is None:
        return None
    document = reading.document
    same = document.source == key.source and document.source_sha256 == key.sha256
    known = {entity.type for entity in reading.entities} <= ontology.classes.keys()
    said = {statement.predicate for statement in reading.statements} <= ontology.properties.keys()
    return reading if same and known and said else None
