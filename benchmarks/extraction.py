"""Measure `kg extract`: words a second of processor time, beside spaCy's bare tokenizer where that is installed.

    python benchmarks/extraction.py [SOURCE...]        a folder, files or JSON lines; by default data/articles

Prints what each stage takes, in one process, of the sources and of news made from them; how two processes compare with
one; and how the time grows with one text. Words are what white space parts; seconds are those of the processor, so
that what else the machine does counts less; each figure is the best of some runs. spaCy is no dependency: without it
its line says so (`pip install spacy`; no model is needed, `spacy.blank("en")` only cuts words).
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from kg.compose import readings
from kg.extract import read_facts
from kg.find import find_mentions
from kg.lexicon import load_lexicon
from kg.lines import to_line
from kg.link import link_mentions
from kg.ontology import load_ontology
from kg.read import expand_sources, read_source
from kg.records import Document

ROOT = Path(__file__).parent.parent
RUNS = 3
NEWS = 200
"""So many pieces of news are made, of about 450 words each."""

# News is mostly not about who cooperates with whom: of a paragraph in seven the articles' facts, else these.
FILLERS = """
Prices rose by {n} per cent last month, the statistics office in {place} said on {day}, as rents and food went up
again. Analysts had expected less. “People buy what they need and little else,” said {person}, who runs a shop.

The match ended {n} to one after a goal by {person} in the last minute. {place} had not won away from home since
{month}. About {n},000 saw it, most of them in the rain.

Heavy rain closed roads around {place} on {day}. The river fell again in the evening, and {n} families went home. No
one was hurt, a spokesman for the fire brigade said.

{person} was elected mayor of {place} in {month} with {n} per cent of the votes. The council meets for the first time
next week; schools, buses and the old bridge are on the agenda.

Shares in the company lost {n} per cent after it cut its forecast. Its chief executive, {person}, blamed the weak
demand in {place} and the cost of energy, and said that it would close two of its plants.

The museum shows some {n} paintings that had not been seen for decades. It is open daily until the end of {month};
tickets cost {n} euros, and children get in free.
""".strip().split("\n\n")
PLACES = ("Lyon", "Nairobi", "Osaka", "Bergen", "Porto", "Lima", "Leeds", "Graz")
PEOPLE = ("Anna Weber", "John Carter", "Maria Lopez", "Li Wei", "Peter Novak", "Grace Otieno")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "March", "May", "September", "November")

Result = TypeVar("Result")


def news(articles: Sequence[Document]) -> Iterator[str]:
    """Yield pieces of news as JSON lines: a paragraph of an article, then others; the same ones each time."""
    paragraphs = [part for a in articles for s in a.main for part in a.text[s.start : s.end].split("\n\n") if part]
    for number in range(NEWS):
        parts = [paragraphs[(2 * number + k // 7) % len(paragraphs)] if k % 7 == 0 else _filler(number + 5 * k)
                 for k in range(14)]  # fmt: skip
        yield json.dumps({"id": f"news{number}", "date": "2024-05-14", "text": "\n\n".join(parts)}, ensure_ascii=False)


def _filler(n: int) -> str:
    person, place = PEOPLE[n % len(PEOPLE)], PLACES[n % len(PLACES)]
    day, month = DAYS[n % len(DAYS)], MONTHS[n % len(MONTHS)]
    return (
        FILLERS[n % len(FILLERS)]
        .replace("\n", " ")
        .format(n=n % 60 + 3, place=place, person=person, day=day, month=month)
    )


def best(run: Callable[[], Result], clock: Callable[[], float] = time.process_time) -> tuple[Result, float]:
    """Return what `run` returns, and the seconds of the fastest of some runs."""
    taken = float("inf")
    for _ in range(RUNS):
        started = clock()
        result = run()
        taken = min(taken, clock() - started)
    return result, taken


def measure(name: str, sources: Sequence[str | Path]) -> list[Document]:
    """Print the figures of one set of sources; return its documents."""
    ontology, lexicon = load_ontology(), load_lexicon()
    files, _ = expand_sources(sources)
    documents, read = best(lambda: [document for file in files for document in read_source(file)[0]])
    words = sum(len(document.text.split()) for document in documents)
    print(f"{name}: {len(documents):,} documents, {words:,} words")
    mentions, find = best(lambda: [find_mentions(d, lexicon) for d in documents])
    _, link = best(lambda: [link_mentions(d, m, lexicon) for d, m in zip(documents, mentions, strict=True)])
    found, all_three = best(lambda: [read_facts(d, ontology, lexicon) for d in documents])
    _, write = best(lambda: [to_line(reading) for reading in found])
    stages = {"read": read, "find": find, "link": link, "relate": all_three - find - link, "write": write}
    for stage, taken in stages.items():
        print(f"  {stage:24}{taken / words * 1e6:8.2f} µs a word")
    whole = read + all_three + write
    print(f"  {'kg extract':24}{words / whole:10,.0f} words/s")
    cut = spacy_tokenizer()
    if cut is None:
        print("  spaCy's bare tokenizer  not installed")
    else:
        _, bare = best(lambda: [cut(document.text) for document in documents])
        print(f"  {'spaCy, bare tokenizer':24}{words / bare:10,.0f} words/s   {whole / bare:.1f} times as fast")
    return documents


def spacy_tokenizer() -> Callable[[str], object] | None:
    """Return what cuts a text into words in spaCy; None where it is not installed."""
    try:
        spacy = import_module("spacy")
    except ImportError:
        return None
    tokenizer: Callable[[str], object] = spacy.blank("en").tokenizer
    return tokenizer


def compare_processes(source: Path, words: int) -> None:
    """Print how long one and two processes take by the clock on the wall, starting included."""
    for jobs in (1, 2):
        _, taken = best(lambda jobs=jobs: readings([source], jobs=jobs), clock=time.perf_counter)  # type: ignore[misc]
        print(f"  {jobs} process{'es' * (jobs > 1):15} {words / taken:10,.0f} words/s by the clock on the wall")


def main(sources: list[str]) -> None:
    """Print the figures."""
    documents = measure("sources" if sources else "data/articles", sources or [ROOT / "data" / "articles"])
    with TemporaryDirectory() as folder:
        made = Path(folder) / "news.jsonl"
        made.write_text("\n".join(news(documents)) + "\n", encoding="utf-8")
        written = measure("news made of them", [made])
        compare_processes(made, sum(len(document.text.split()) for document in written))


if __name__ == "__main__":
    main(sys.argv[1:])
