"""Measure `kg extract`: words a second of processor time, beside spaCy's bare tokenizer where that is installed.

    python benchmarks/extraction.py [--news N] [SOURCE...]     a folder, files or JSON lines; by default data/articles

Prints what each stage takes, in one process, of the sources and of N pieces of news made from them (of the sources
alone where some are named and N is not); then the words a second and core, their share of the rate of spaCy's bare
tokenizer in the same run, and how two processes compare with one. Words are what white space parts; seconds are those
of the processor, so that what else the machine does counts less; each figure is the best of some runs. spaCy is no
dependency: without it its line says so (`pip install spacy`; no model is needed, `spacy.blank("en")` only cuts words).

One and two processes are compared by the clock on the wall, which tells something only where two cores have nothing
else to do, and by processor time: all that was spent, in the first process and in those that it started, divided among
two cores. Both count from where Python starts.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
"""So many pieces of news are made unless told otherwise, of about 450 words each."""
PROCESSES = (1, 2)

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


@dataclass(frozen=True, slots=True)
class Measured:
    """What was read and how fast: words, words a second of `kg extract` and of spaCy's tokenizer (None without it)."""

    documents: Sequence[Document]
    words: int
    rate: float
    bare: float | None


def news(articles: Sequence[Document], pieces: int = NEWS) -> Iterator[str]:
    """Yield pieces of news as JSON lines: a paragraph of an article, then others; the same ones each time."""
    paragraphs = [part for a in articles for s in a.main for part in a.text[s.start : s.end].split("\n\n") if part]
    for number in range(pieces):
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


def measure(name: str, sources: Sequence[str | Path]) -> Measured:
    """Print the figures of one set of sources, stage by stage, and return them."""
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
    rate = words / (read + all_three + write)
    cut = spacy_tokenizer()
    bare = words / best(lambda: [cut(document.text) for document in documents])[1] if cut else None
    print(f"  {'kg extract':24}{rate:10,.0f} words/s")
    if bare is None:
        print("  spaCy's bare tokenizer  not installed")
    else:
        print(f"  {'spaCy, bare tokenizer':24}{bare:10,.0f} words/s   {bare / rate:.1f} times as fast")
    return Measured(documents, words, rate, bare)


def spacy_tokenizer() -> Callable[[str], object] | None:
    """Return what cuts a text into words in spaCy; None where it is not installed."""
    try:
        spacy = import_module("spacy")
    except ImportError:
        return None
    tokenizer: Callable[[str], object] = spacy.blank("en").tokenizer
    return tokenizer


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock on the wall, of the processor in the first process, and in all those that it started."""

    wall: float
    own: float
    others: float

    @property
    def shared(self) -> float:
        """The processor time of all processes, as two cores that do nothing else share it, or one."""
        return (self.own + self.others) / (2 if self.others else 1)


def spend(jobs: int, sources: Sequence[str]) -> None:
    """Read the sources in so many processes and print what that took, as JSON; called in a process of its own."""
    readings(sources, jobs=jobs)
    while multiprocessing.active_children():  # which counts what they took
        time.sleep(0.01)
    spent = os.times()
    print(json.dumps([spent.user + spent.system, spent.children_user + spent.children_system]))


def spent(jobs: int, sources: Sequence[str]) -> Spent:
    """Return what reading the sources takes in so many processes, starting included: the least of some runs."""
    runs = []
    for _ in range(RUNS):
        started = time.perf_counter()
        command = [sys.executable, __file__, "--processes", str(jobs), *sources]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(Spent(time.perf_counter() - started, *json.loads(done.stdout)))
    return Spent(min(run.wall for run in runs), *min(((r.own, r.others) for r in runs), key=sum))


def compare_processes(sources: Sequence[str], words: int) -> float:
    """Print what one and two processes take, and return how many times as fast two are by processor time."""
    one, two = (spent(jobs, sources) for jobs in PROCESSES)
    for jobs, taken in zip(PROCESSES, (one, two), strict=True):
        by_wall = f"{words / taken.wall:10,.0f} words/s by the clock on the wall"
        print(f"  {jobs} process{'es' * (jobs > 1):15}{by_wall}; {taken.own:.1f} s + {taken.others:.1f} s of processor")
    ratio = one.shared / two.shared
    by_clock = f"{one.wall / two.wall:10.2f} times by the clock"
    print(f"  {'two for one':24}{by_clock}, {ratio:.2f} by processor time on two cores")
    return ratio


def summarize(found: Measured, ratio: float) -> None:
    """Print the three figures that tell one version from another."""
    share = (
        "spaCy is not installed" if found.bare is None else f"1/{found.bare / found.rate:.1f} of spaCy's bare tokenizer"
    )
    print(f"{found.rate:,.0f} words/s a core; {share}; two processes are {ratio:.2f} times as fast as one")


def main(arguments: Sequence[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Measure kg extract.")
    parser.add_argument("sources", nargs="*", help="a folder, files or JSON lines; by default data/articles")
    parser.add_argument("--news", type=int, help=f"how many pieces of news to make; {NEWS} if no sources are named")
    parser.add_argument("--processes", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.processes:
        spend(given.processes, given.sources)
        return
    found = measure("sources" if given.sources else "data/articles", given.sources or [ROOT / "data" / "articles"])
    pieces = given.news or (0 if given.sources else NEWS)
    with TemporaryDirectory() as folder:
        read = given.sources
        if pieces:
            made = Path(folder) / "news.jsonl"
            made.write_text("\n".join(news(found.documents, pieces)) + "\n", encoding="utf-8")
            read, found = [str(made)], measure("news made of them", [made])
        summarize(found, compare_processes(read, found.words))


if __name__ == "__main__":
    main(sys.argv[1:])
