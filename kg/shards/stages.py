"""The stages of a build in shards. Each task writes one file, from what tasks of the stages before it wrote.

`cutting` finds the portions of a file; `reading` reads a portion into packed readings, by the hash of the text, and
what it says of acronyms; `naming` makes synonyms of that; `sharing` takes the texts of a part, each once, and writes
their quads, facts and what they say of things, by the shard of the subject. Then `pairing`, `copying` and
`judging` (`kg.shards.together`) say what they say together, and `writing` makes a shard of what all wrote for it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from itertools import chain, groupby
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory
from typing import IO, Any

from kg.errors import ReadError
from kg.gather import read_document, tools
from kg.kept import pack, unpack
from kg.merge import Page, Share, Tally, place, share_of, synonyms, to_page
from kg.ontology import Ontology
from kg.rdf import document_quads, entity_quads, fact_quad, facts_of, to_lines
from kg.records import STATUSES, Reading
from kg.runs import Run, Sorter, hold, loose, merged, read_run, unique, write_lines, write_run, write_whole
from kg.shards.job import Job
from kg.shards.lines import add_quads, shard_of
from kg.shards.portions import Portion, cut, portion_documents
from kg.shards.sightings import from_line, to_line
from kg.shards.together import QUADS, articles_to, note_document, note_stated, part_of

_ALONE, _MEANS = "alone", "means"
_TEXTS, _FACTS, _SEEN = "texts", "facts", "seen"
_ID_DIGITS = 8
"""Texts with the same digits may have the same name (`document_path`), and lie in the same part."""


def cutting(item: tuple[int, tuple[str, int]], job: Job) -> None:
    """Find the portions of a file that holds many documents, of about so many bytes each."""
    number, (file, most) = item
    try:
        portions, wrong = cut(file, most, job.scratch()), []
    except ReadError as error:
        portions, wrong = [], [[str(error), error.path]]
    write_run(job.path("cutting", number), {}, {"portions": [asdict(one) for one in portions], "errors": wrong})


def reading(item: tuple[int, Portion], job: Job) -> None:
    """Read a portion."""
    number, portion = item
    ontology, _ = tools(job.work)
    errors: list[ReadError] = []
    read = 0
    with Sorter(job.scratch()) as sorter:
        for document in portion_documents(portion, job.work):
            if isinstance(document, ReadError):
                errors.append(document)
                continue
            try:
                _add(sorter, read_document(document, job.work), ontology, job.shards)
            except ReadError as error:
                errors.append(error)
                continue
            read += 1
        note = {"read": read, "errors": [[str(error), error.path] for error in errors]}
        sorter.write(job.path("reading", number), note)


def _add(sorter: Sorter, found: Reading, ontology: Ontology, parts: int) -> None:
    digest = found.document.sha256
    sorter.add(f"{_TEXTS}-{part_of(digest, parts)}", [f"{digest} ".encode() + hold(pack(found))])
    said = place(to_page(digest, [found]), ontology).acronyms()
    sorter.add(_ALONE, [path.encode() for path in said.alone])
    sorter.add(_MEANS, ["\t".join(pair).encode() for pair in said.meanings])


def naming(item: tuple[int, int], job: Job) -> None:
    """Find the synonyms of all portions, of which there are so many."""
    runs = job.runs("reading", item[1], _ALONE, _MEANS)
    alone = (line.decode() for line in merged(runs, _ALONE, job.scratch()))
    means = (tuple(line.decode().split("\t")) for line in merged(runs, _MEANS, job.scratch()))
    found = synonyms(alone, ((acronym, name) for acronym, name in means))
    write_run(job.path("naming"), {"all": (f"{a}\t{b}".encode() for a, b in sorted(found.items()))})


@lru_cache(maxsize=1)
def _synonyms(run: Path) -> Mapping[str, str]:
    found = read_run(run)
    lines = found.lines("all") if found else ()
    return {acronym: name for acronym, _, name in (line.decode().partition("\t") for line in lines)}


### Pages #############################################################################################################


def sharing(item: tuple[int, int], job: Job) -> None:
    """Write what the texts of a part give to the graph; they come from so many portions."""
    part, portions = item
    ontology, _ = tools(job.work)
    known = _synonyms(job.run("naming").path)
    totals: Counter[str] = Counter()
    with Sorter(job.scratch()) as sorter:
        texts = f"{_TEXTS}-{part}"
        lines = merged(job.runs("reading", portions, texts), texts, job.scratch())
        with articles_to(job.path("articles", part)) as articles:
            for shares in _shares(lines, known, ontology):
                totals["documents"] += _write_documents(sorter, articles, shares, ontology, job)
                for share in shares:
                    _write_sightings(sorter, share, f"{part}.{totals['texts']}", job)
                    totals["texts"] += 1
                    totals.update(_counted(share))
        del totals["texts"]
        sorter.write(job.path("sharing", part), totals)


def _shares(lines: Iterable[bytes], known: Mapping[str, str], ontology: Ontology) -> Iterator[list[Share]]:
    """Yield the shares of the texts, those that could have the same name together."""
    for _, some in groupby(lines, key=lambda line: line[:_ID_DIGITS]):
        pages = [_page(digest, same) for digest, same in groupby(some, key=lambda line: line.partition(b" ")[0])]
        yield [share_of(place(page, ontology), known, ontology) for page in pages]


def _page(digest: bytes, lines: Iterable[bytes]) -> Page:
    return to_page(digest.decode(), [unpack(loose(line.partition(b" ")[2])) for line in lines])


def _write_documents(
    sorter: Sorter, articles: Connection, shares: Iterable[Share], ontology: Ontology, job: Job
) -> int:
    """Write the documents of some texts, and their facts; return how many documents they are."""
    base = job.options.base
    sources = sorted(chain.from_iterable(share.sources for share in shares), key=lambda source: source.id)
    for path, same in groupby(sources, key=lambda source: source.id):
        own = [*same]
        add_quads(sorter, QUADS, document_quads(base, path, own, ontology), job.shards)
        note_document(sorter, articles, path, own, job.shards)
    note_stated(sorter, sources, ontology, job)
    add_quads(sorter, _FACTS, (fact_quad(base, fact, ontology) for fact in facts_of(sources)), job.shards)
    return len({source.id for source in sources})


def _write_sightings(sorter: Sorter, share: Share, text: str, job: Job) -> None:
    for path, seen in share.sightings.items():
        shard = shard_of(f"<{job.options.base}{path}> ".encode(), job.shards)
        sorter.add(f"{_SEEN}-{shard}", [to_line(path, text, seen)])


def _counted(share: Share) -> dict[str, int]:
    reading = share.sources[0].reading
    return {
        "statements": len(reading.statements),
        "rejected": len(reading.rejected),
        "mentions": len(reading.mentions),
    }


### Shards ############################################################################################################


def writing(item: tuple[int, str], job: Job) -> None:
    """Write the shard of that number under that name, from what all parts gave to it."""
    shard, name = item
    seen, said, own = (f"{kind}-{shard}" for kind in (_SEEN, _FACTS, QUADS))
    runs = job.runs("sharing", job.shards, seen, said, own)
    with TemporaryDirectory(prefix="shard-", dir=job.scratch()) as folder:
        scratch = Path(folder)
        entities = _entities(merged(runs, seen, scratch), scratch, job)
        facts = write_run(scratch / "facts", {"all": merged(runs, said, scratch)})
        together = [*job.runs("copying", 1, own), *job.runs("judging", job.shards, own)]
        quads = merged([*runs, *together], own, scratch)
        lines = unique([quads, facts.lines("all"), entities.lines("all")])
        note = _write_lines(Path(job.folder) / "shards" / name, lines)
        note["totals"] = {"entities": entities.note, **_by_status(facts.lines("all"), job.options.base)}
    write_run(job.path("writing", shard), {}, {"file": name, **note})


def _entities(lines: Iterable[bytes], scratch: Path, job: Job) -> Run:
    """Return what the graph says of the things of a shard, as a run whose note is their number."""
    ontology, _ = tools(job.work)
    base, number = job.options.base, 0
    with Sorter(scratch) as sorter:
        for path, same in groupby(map(from_line, lines), key=lambda one: one[0]):
            tally = Tally()
            for _, seen in same:
                tally.add(seen)
            quads = entity_quads(base, tally.entity(path, ontology), tally.spoken(), ontology)
            sorter.add("all", to_lines(quads))
            number += 1
        return sorter.write(scratch / "entities", number)


def _by_status(facts: Iterable[bytes], base: str) -> dict[str, int]:
    """Return how many facts there are of each status, which their graph says."""
    ends = {f" <{base}graph/{status}> .".encode(): str(status) for status in STATUSES}
    return dict(Counter(next((ends[end] for end in ends if line.endswith(end)), "asserted") for line in facts))


def _write_lines(path: Path, lines: Iterable[bytes]) -> dict[str, Any]:
    """Write a shard; return how many quads and bytes it has, and its SHA-256."""
    note: dict[str, Any] = {}

    def fill(file: IO[bytes]) -> None:
        digest, count = write_lines(file, lines)
        note.update(quads=count, bytes=file.tell(), sha256=digest)

    write_whole(path, fill)
    return note
