"""Measure full-text search: building the index as a share of writing the graph, its size, and CPU ms a query.

    python benchmarks/search.py [QUOTES] [--trigram]

The graph is synthetic: as many quotes as said (100,000), ten a document, their words drawn by Zipf's law from 30,000,
one document in ten in Chinese. CPU seconds are those of this process. `--trigram` builds SQLite's own trigram index of
the same quotes beside it, and says which words of Chinese each of them finds.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pyoxigraph as ox

from kg.rdf import ALIAS, LABEL, OBJECT, PREDICATE, SUBJECT, TITLE, TYPE, kg, typed
from kg.search import KINDS, search_folder, write_index
from kg.store import memory_store, write_nquads, write_store

BASE = "https://kg.example/"
VOCABULARY = 30_000
ENTITIES = 20_000
A_DOCUMENT = 10
QUERIES = {
    "one rare word": "w12000",
    "one frequent word": "w1",
    "three words": "w1 w20 w300",
    "a phrase": '"w1 w2"',
    "a prefix": "w123*",
    "a prefix of nearly all": "w*",
    "an entity": "entity 4711",
    "Chinese, two characters": "月球",
    "Chinese, four characters": "探月工程",
    "nothing": "nowhere",
}
CHINESE = ("月球", "嫦娥", "探月工程", "国家航天局")


def sentences(count: int) -> Iterator[str]:
    """Yield so many sentences, the same each time."""
    chance = random.Random(count)  # noqa: S311 - the same text each time
    words = [f"w{number}" for number in range(1, VOCABULARY + 1)]
    weights = list(accumulate(1 / number for number in range(1, VOCABULARY + 1)))
    characters = [chr(0x4E00 + number) for number in range(3000)]
    for number in range(count):
        if (number // A_DOCUMENT) % 10:
            yield " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(12, 34))).capitalize() + "."
        else:
            parts = chance.choices(characters, k=chance.randint(20, 60))
            for _ in range(2):
                parts.insert(chance.randrange(len(parts)), chance.choice(CHINESE))
            yield "".join(parts) + "。"


def quads(quotes: Sequence[str]) -> Iterator[ox.Quad]:
    """Yield entities, documents, statements and evidence as a build writes them."""
    for number in range(ENTITIES):
        node = ox.NamedNode(f"{BASE}organization/entity-{number}")
        yield ox.Quad(node, TYPE, kg("Organization"))
        yield ox.Quad(node, LABEL, ox.Literal(f"Entity {number} of the w{number % 500}", language="en"))
        yield ox.Quad(node, ALIAS, ox.Literal(f"E{number}", language="en"))
    for number, quote in enumerate(quotes):
        at, page = divmod(number, A_DOCUMENT)
        document = ox.NamedNode(f"{BASE}document/{at:07}")
        if not page:
            yield ox.Quad(document, TYPE, kg("Document"), document)
            yield ox.Quad(document, TITLE, ox.Literal(f"Report {at}", language="en"), document)
        yield from _statement(number, quote, document)


def _statement(number: int, quote: str, document: ox.NamedNode) -> Iterator[ox.Quad]:
    node, place = (ox.NamedNode(f"{BASE}{kind}/{number:016x}") for kind in ("statement", "evidence"))
    ends = [ox.NamedNode(f"{BASE}organization/entity-{(number * step) % ENTITIES}") for step in (1, 7)]
    said = {TYPE: kg("Statement"), SUBJECT: ends[0], PREDICATE: kg("cooperatesWith"), OBJECT: ends[1]}
    said |= {kg("status"): kg("asserted"), kg("foundBy"): kg("cooperation"), kg("evidence"): place}
    for predicate, value in said.items():
        yield ox.Quad(node, predicate, value, document)
    start = sum(divmod(number, A_DOCUMENT)[1:]) * 200
    yield ox.Quad(place, TYPE, kg("Evidence"), document)
    yield ox.Quad(place, kg("start"), typed(start, "integer"), document)
    yield ox.Quad(place, kg("end"), typed(start + len(quote), "integer"), document)
    yield ox.Quad(place, kg("quote"), ox.Literal(quote), document)
    for name in ("subjectAt", "triggerAt", "objectAt"):
        yield ox.Quad(place, kg(name), ox.Literal(f"char={start},{start + 4}"), document)


def size(path: Path) -> float:
    """Return the megabytes of a file or folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def show_written(quotes: Sequence[str], folder: Path) -> None:
    """Write all, and print what each part takes."""
    documents = range(0, len(quotes), A_DOCUMENT)
    texts = {
        f"{BASE}document/{at:07}": "\n\n".join([*quotes[first : first + A_DOCUMENT]] * 2)
        for at, first in enumerate(documents)
    }
    store = memory_store(quads(quotes))
    print(f"{len(quotes):,} quotes, {len(texts):,} documents, {sum(map(len, texts.values())) / 1e6:.1f} M characters")
    print(f"{'file':16} {'CPU s':>7} {'MB':>7}")
    for name, write in (
        ("graph.nq", lambda path: write_nquads(store, path)),
        ("store", lambda path: write_store(iter(store), path)),
        ("search.sqlite", lambda path: write_index(store, texts, path)),
    ):
        start = time.process_time()
        write(folder / name)
        print(f"{name:16} {time.process_time() - start:7.1f} {size(folder / name):7.1f}", flush=True)


def show_queries(folder: Path) -> None:
    """Print what each query takes, the best of five, opening the file included."""
    print(f"\n{'query':26} {'hits':>5}" + "".join(f"{kind:>11}" for kind in KINDS) + "  (CPU ms)")
    for name, words in QUERIES.items():
        spent = []
        hits = 0
        for kind in KINDS:
            times = []
            for _ in range(5):
                start = time.process_time()
                found = search_folder(folder, words, kind=kind)
                times.append((time.process_time() - start) * 1000)
            hits += len(found)
            spent.append(min(times))
        print(f"{name:26} {hits:5}" + "".join(f"{ms:11.1f}" for ms in spent), flush=True)


def show_trigrams(quotes: Sequence[str], folder: Path) -> None:
    """Print what SQLite's trigram tokenizer takes and finds."""
    path = folder / "trigram.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE quote USING fts5(words, content='', tokenize='trigram')")
    start = time.process_time()
    with connection:
        connection.executemany("INSERT INTO quote (rowid, words) VALUES (?, ?)", enumerate(quotes))
        connection.execute("INSERT INTO quote (quote) VALUES ('optimize')")
    print(f"\ntrigram index of the quotes alone: {time.process_time() - start:.1f} CPU s, {size(path):.1f} MB")
    for word in CHINESE:
        there = sum(word in quote for quote in quotes)
        theirs = connection.execute("SELECT count(*) FROM quote WHERE quote MATCH ?", (f'"{word}"',)).fetchone()[0]
        ours = len(search_folder(folder, word, kind="quotes", limit=len(quotes)))
        print(f"{word}: stands in {there}, trigram finds {theirs}, ours {ours}")
    connection.close()


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quotes", nargs="?", type=int, default=100_000)
    parser.add_argument("--trigram", action="store_true")
    arguments = parser.parse_args()
    quotes = list(sentences(arguments.quotes))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show_written(quotes, folder)
        show_queries(folder)
        if arguments.trigram:
            show_trigrams(quotes, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
