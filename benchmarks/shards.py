"""Measure `kg build --engine`: with one process, with two, and on a Ray cluster with two workers, in one run.

    python benchmarks/shards.py [DOCUMENTS]              rates and their ratios (600 documents unless told otherwise)
    python benchmarks/shards.py --memory [DOCUMENTS …]   what memory so many documents take (2,000 and 20,000)

Each document has some 400 words: paragraphs of the sample articles in an order of its own, and a sentence about a thing
that no other names. With --sparse there are small words in the place of the paragraphs: few facts, and ten times as
many documents in the same time. They lie in files of JSON lines in the system's place for temporary files, where the
shards go too.

Seconds are those of the whole command in processes of its own; memory is the most that all of these held at any time,
asked for ten times a second (resident, Linux). The shards of all engines are compared, byte for byte.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.read import expand_sources, read_source

ROOT = Path(__file__).parent.parent
WORDS, PER_FILE = 400, 5_000
SPARSE = "--sparse"
SMALL = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "that",
    "for",
    "it",
    "as",
    "was",
    "with",
    "be",
    "by",
    "on",
    "not",
    "this",
)


def sparse_texts(count: int) -> Iterator[str]:
    """Yield so many texts that state four facts each, the same each time."""
    draw = random.Random(2)  # noqa: S311 - the same each time
    for number in range(count):
        said = (
            f"India launched the satellite Relay-{number} on {1 + number % 28} May 2024. Japan and the European Space"
        )
        others = (" ".join(draw.choice(SMALL) for _ in range(19)).capitalize() for _ in range(20))
        yield "\n\n".join([f"{said} Agency (ESA) signed the Artemis Accords.", *(f"{one}." for one in others)])


def texts(count: int) -> Iterator[str]:
    """Yield so many texts, the same each time."""
    if SPARSE in sys.argv:
        yield from sparse_texts(count)
        return
    files, _ = expand_sources([ROOT / "data" / "articles"])
    whole = [document.text for file in files for document in read_source(file)[0] if document.language == "en"]
    paragraphs = [part.strip() for text in whole for part in text.split("\n\n") if len(part.split()) > 20]
    draw = random.Random(1)  # noqa: S311 - the same each time
    for number in range(count):
        chosen: list[str] = [f"Relay {number} is announced", f"India launched the satellite Relay-{number} in 2024."]
        words = 0
        while words < WORDS:
            chosen.append(draw.choice(paragraphs))
            words += len(chosen[-1].split())
        yield "\n\n".join(chosen)


def write_documents(folder: Path, count: int) -> Path:
    """Write so many documents as JSON lines; return the folder."""
    folder.mkdir(parents=True)
    rest = enumerate(texts(count))
    for start in range(0, count, PER_FILE):
        with (folder / f"{start:08}.jsonl").open("w", encoding="utf-8") as file:
            for number, text in rest:
                file.write(
                    json.dumps({"id": str(number), "text": text, "date": "2024-05-03"}, ensure_ascii=False) + "\n"
                )
                if (number + 1) % PER_FILE == 0:
                    break
    return folder


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds that a build took, and the most bytes that its processes held: all together, and the largest one.

    `cpu` are the seconds of processors, without those of a Ray, whose processes are not ours to ask.
    """

    seconds: float
    cpu: float
    together: int
    largest: int


def measure(*arguments: str) -> Measured:
    """Run `kg build` with these arguments."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "-q", *arguments], cwd=ROOT, start_new_session=True
    )
    together = largest = 0
    while process.poll() is None:
        held = [*_held(process.pid)]
        together, largest = max(together, sum(held)), max(largest, *held, 0)
        time.sleep(0.1)
    if process.returncode:
        sys.exit(f"kg build ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(time.perf_counter() - started, cpu, together, largest)


def _held(session: int) -> Iterator[int]:
    """Yield the resident bytes of each process of a session; none where the system does not say."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == session:
            yield int(fields[21]) * 4096


def rates(count: int) -> None:
    """Print how fast each engine is, and that all write the same."""
    engines = {"local 1": ["local", "1"], "local 2": ["local", "2"], "ray 2": ["ray", "2"]}
    with TemporaryDirectory(prefix="kg-") as place:
        folder = write_documents(Path(place) / "texts", count)
        first: float | None = None
        known: dict[str, str] | None = None
        for name, (engine, jobs) in engines.items():
            prefix = Path(place) / name.replace(" ", "") / "graph"
            found = measure(str(folder), "--engine", engine, "--jobs", jobs, "--output", str(prefix))
            first = first or found.seconds
            rate = f"{count / found.seconds:6.1f} documents/s  {first / found.seconds:5.2f}x"
            cpu = f"{1000 * found.cpu / count:6.1f} ms CPU a document" if engine == "local" else " " * 24
            print(
                f"{name:8} {found.seconds:7.1f} s  {rate}  {cpu}  {found.together / 1e6:6.0f} MB together", flush=True
            )
            made = json.loads(prefix.with_name("graph.json").read_text(encoding="utf-8"))
            shards = {shard["file"]: shard["sha256"] for shard in made["shards"]}
            if known is not None and shards != known:
                sys.exit(f"{name}: the shards differ")
            known = shards
        size = sum(shard["bytes"] for shard in made["shards"])
        quads = made["totals"]["quads"]
        print(f"{quads / count:.0f} quads a document, {size / quads:.0f} bytes a quad, all engines the same")


def memory(counts: Sequence[int]) -> None:
    """Print the memory that so many documents take."""
    for count in counts:
        with TemporaryDirectory(prefix="kg-") as place:
            folder = write_documents(Path(place) / "texts", count)
            found = measure(str(folder), "--engine", "local", "--jobs", "2", "--output", f"{place}/graph")
        print(
            f"{count:9,} documents  {found.seconds:8.1f} s  {found.together / 1e6:6.0f} MB together"
            f"  {found.largest / 1e6:6.0f} MB the largest",
            flush=True,
        )


if __name__ == "__main__":
    counts = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    if "--memory" in sys.argv:
        memory(counts or [2_000, 20_000])
    else:
        rates(counts[0] if counts else 600)
