"""Measure how time and memory of `kg build` grow with the number of documents.

    python benchmarks/growth.py [--jobs N] [DOCUMENTS …]      1,000 and 10,000 unless told otherwise

The documents are those of `benchmarks/shards.py`: 400 words each, in files of JSON lines. For each number a folder is
built from nothing (graph.nq, graph.ttl, store, search index, page, report), then again with nothing changed, and again
with one more document; all in processes of their own. CPU seconds are those of the command and its processes, memory
is the most that all of these held at any time (resident, Linux). The rate is set against that of the first number of
documents: 1.00 is linear.
"""

import argparse
import json
import resource
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.shards import measure, write_documents


def cpu() -> float:
    """Return the CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def build(*arguments: str) -> tuple[float, int]:
    """Run `kg build` with these arguments; return the CPU seconds and the most bytes that it held."""
    before = cpu()
    found = measure(*arguments)
    return cpu() - before, found.together


def main(counts: list[int], jobs: int) -> None:
    """Print the figures."""
    first: float | None = None
    for count in counts:
        with TemporaryDirectory(prefix="kg-") as place:
            folder = write_documents(Path(place) / "texts", count)
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
    given = parser.parse_args()
    main(given.counts, given.jobs)
