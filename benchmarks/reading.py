"""Measure reading: documents and words a second in one process, and whether time grows with the length of a text.

python benchmarks/reading.py [SOURCE...]        data/articles by default
"""

import sys
import time
from pathlib import Path

from kg.extract import read_facts
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
from kg.read import expand_sources, read_source
from kg.records import Document, Span

ROOT = Path(__file__).parent.parent


def main(sources: list[str]) -> None:
    """Print the figures."""
    started = time.perf_counter()
    ontology, lexicon = load_ontology(), load_lexicon()
    print(f"load ontology and lexicon   {time.perf_counter() - started:8.3f} s")
    files, _ = expand_sources(sources or [ROOT / "data" / "articles"])
    started = time.perf_counter()
    documents = [document for file in files for document in read_source(file)[0]]
    print(f"read {len(documents):4} documents        {time.perf_counter() - started:8.3f} s")
    read_facts(documents[0], ontology, lexicon)  # compiles the frames and phrases
    started = time.perf_counter()
    for document in documents:
        read_facts(document, ontology, lexicon)
    taken = time.perf_counter() - started
    words = sum(len(document.text.split()) for document in documents)
    print(f"find facts in them          {taken:8.3f} s   {words / taken:10,.0f} words a second")
    text = "\n\n".join(document.text for document in documents)
    for times in (1, 2, 4):
        longer = "\n\n".join([text] * times)
        started = time.perf_counter()
        read_facts(Document("long.txt", longer, main=(Span(0, len(longer)),)), ontology, lexicon)
        taken = time.perf_counter() - started
        print(f"one text of {len(longer):9,} chars  {taken:8.3f} s   {taken / len(longer) * 1e6:6.1f} µs a character")


if __name__ == "__main__":
    main(sys.argv[1:])
