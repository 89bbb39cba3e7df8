"""Measure how time and memory of `kg build` grow with the number of documents.

    python benchmarks/growth.py [--jobs N] [--dense] [DOCUMENTS …]      1,000 and 10,000 unless told otherwise

Each document is some news of 400 words, with names in many sentences and two facts, one of a thing that no other names,
in files of JSON lines. With `--dense` they are those of `benchmarks/shards.py`, a fact in nearly every sentence. For
each number a folder is built from nothing (graph.nq, graph.ttl, store, search index, page, report), then again with
nothing changed, and again with one more document; all in processes of their own. CPU seconds are those of the command
and its processes, memory is the most that all of these held at any time (resident, Linux). The rate is set against that
of the first number of documents: 1.00 is linear.
"""

import argparse
import json
import random
import resource
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.shards import PER_FILE, WORDS, measure, write_documents

SENTENCES = (
    "{person} told reporters in {place} on Tuesday that the {a} {n} of the {m} had {v} the {b} {o}.",
    "The {a} {n} {v} a {b} {m} near {place}, and the {o} {w} until the evening.",
    "Shares of {firm} fell by three per cent as the {a} {n} {v} its {m} and the {o} {w}.",
    "In the south of {place} a {a} {n} {v} the {m}, while every {b} {o} {w} again.",
    "The {n} of a {a} {m} {v} the {o}, which had never {w} in so {b} a {n}.",
    "When the {a} {n} {w}, a {m} {v} the {b} {o} that {person} had kept.",
    "No {n} {v} that {a} {m}, but one {b} {o} {w} for a week.",
)
NOUNS = (  # noqa: SIM905 - read as words
    "harvest bridge museum river ward school road train winter garden market window letter kitchen forest "
    "island mirror ladder blanket engine candle meadow teacher doctor farmer painter village harbour "
    "cellar barrel orchard sparrow lantern carpet saddle chimney pillow basket hammer button puzzle "
    "violin theatre stadium valley desert canyon glacier volcano puddle shadow thunder blossom pebble "
    "feather needle thimble cradle curtain shelf"
).split()
ADJECTIVES = (  # noqa: SIM905 - read as words
    "old grey narrow quiet broken early late heavy empty bitter gentle hollow crooked faded golden humble "
    "idle jagged lonely mellow nimble pale quick rusty silent tender uneven vivid weary wooden"
).split()
VERBS = (  # noqa: SIM905 - read as words
    "carried crossed followed painted mended counted praised ignored lifted dropped emptied filled warmed "
    "cooled measured doubted visited forgot blamed admired feared borrowed covered polished"
).split()
ENDINGS = (  # noqa: SIM905 - read as words
    "waited rested failed shone slept grew sank rose lingered trembled vanished returned"
).split()
PLACES = ("Oslo", "Kenya", "Chile", "Lyon", "Japan", "Peru", "Ghent", "Cairo", "India", "Norway", "Brazil", "Turin")
FIRMS = ("Alder Foods", "Northway Steel", "Banner Motors", "Quay Holdings", "Vale Textiles", "Morrow Insurance")
FIRST = ("Anna", "Peter", "Mary", "John", "Laura", "Simon", "Ruth", "Daniel", "Clara", "Martin")
LAST = ("Bennett", "Harper", "Lindqvist", "Moreau", "Okafor", "Petrov", "Quist", "Romero", "Stern", "Tanaka")


def news(number: int) -> str:
    """Return a text, the same each time."""
    draw = random.Random(number)  # noqa: S311 - the same each time
    found = [f"Relay {number} is announced", f"India launched the satellite Relay-{number} in 2024."]
    found.append(f"{draw.choice(PLACES)} and India signed an agreement on {draw.randrange(1, 28)} March 2021.")
    words = sum(len(one.split()) for one in found)
    while words < WORDS:
        person = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
        n, m, o = draw.sample(NOUNS, 3)
        a, b = draw.sample(ADJECTIVES, 2)
        verbs = {"v": draw.choice(VERBS), "w": draw.choice(ENDINGS)}
        names = {"person": person, "place": draw.choice(PLACES), "firm": draw.choice(FIRMS)}
        sentence = draw.choice(SENTENCES).format(n=n, m=m, o=o, a=a, b=b, **verbs, **names)
        words += len(sentence.split())
        found.append(sentence if draw.random() < 0.7 else f"{sentence}\n")
    return f"{found[0]}\n\n" + " ".join(found[1:]).replace("\n ", "\n\n")


def write_news(folder: Path, count: int) -> Path:
    """Write so many texts as JSON lines; return the folder."""
    folder.mkdir(parents=True)
    for start in range(0, count, PER_FILE):
        with (folder / f"{start:08}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(start, min(start + PER_FILE, count)):
                record = {"id": str(number), "text": news(number), "date": "2024-05-03"}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return folder


def cpu() -> float:
    """Return the CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def build(*arguments: str) -> tuple[float, int]:
    """Run `kg build` with these arguments; return the CPU seconds and the most bytes that it held."""
    before = cpu()
    found = measure(*arguments)
    return cpu() - before, found.together


def main(counts: list[int], jobs: int, *, dense: bool) -> None:
    """Print the figures."""
    first: float | None = None
    for count in counts:
        with TemporaryDirectory(prefix="kg-") as place:
            folder = (write_documents if dense else write_news)(Path(place) / "texts", count)
            out = str(Path(place) / "out")
            whole, held = build(str(folder), "-o", out, "--jobs", str(jobs))
            rate = whole / count
            first = first or rate
            same, _ = build("-o", out)
            more = {"id": "more", "text": "India and Kenya signed an agreement on 3 May 2024."}
            (folder / "more.jsonl").write_text(json.dumps(more), encoding="utf-8")
            one, held_again = build("-o", out)
            size = sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file())
            print(
                f"{count:9,} documents  {whole:8.1f} CPU s  {rate / first:5.2f}  {held / 1e6:5.0f} MB"
                f"   again {same:6.2f} s {same / whole:6.2%}   one more {one:6.2f} s {one / whole:6.2%}"
                f" {held_again / 1e6:5.0f} MB   folder {size / 1e6:7.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--dense", action="store_true")
    given = parser.parse_args()
    main(given.counts, given.jobs, dense=given.dense)
