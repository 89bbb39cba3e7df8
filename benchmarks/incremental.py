"""Measure what a build takes when one of many documents changed, against a build of all of them, in one run.

    python benchmarks/incremental.py [DOCUMENTS]

The documents (2,000 unless told otherwise) are each of some paragraphs of the sample articles, drawn with a fixed seed,
so that no two are the same, nor copies of one another. CPU seconds are those of this one process; the folder is in the
system's place for temporary files. With `KG_PROFILE=FILE` the profile of the build after one change is written there.
"""

import cProfile
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.read import expand_sources, read_source
from kg.renew import Request, check, renew

ROOT = Path(__file__).parent.parent
LEAST = 80
"""Letters of a paragraph: shorter ones are headlines."""
A_DOCUMENT = 8


def write_documents(folder: Path, count: int) -> list[Path]:
    """Write so many documents of some paragraphs each; return their paths."""
    files, _ = expand_sources([ROOT / "data" / "articles"])
    texts = [document.text for file in files for document in read_source(file)[0]]
    paragraphs = [part for text in texts for part in text.split("\n\n") if len(part) > LEAST]
    folder.mkdir()
    paths = [folder / f"{number:05}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        chosen = random.Random(number).sample(paragraphs, A_DOCUMENT)  # noqa: S311 - texts, not secrets
        path.write_text("\n\n".join([f"Text {number}", *chosen]) + "\n", encoding="utf-8")
    return paths


def measured(name: str, work: Callable[[], object], whole: float | None = None) -> float:
    """Do the work, print the CPU seconds that it took and their share of the whole; return them."""
    started = time.process_time()
    work()
    taken = time.process_time() - started
    share = f"   {taken / whole:6.1%} of the whole" if whole else ""
    print(f"{name:32}{taken:9.2f} s{share}", flush=True)
    return taken


def main(count: int) -> None:
    """Print the figures."""
    with TemporaryDirectory(prefix="kg-") as place:
        paths = write_documents(Path(place) / "texts", count)
        folder, request = Path(place) / "out", Request((str(Path(place) / "texts"),))
        whole = measured(f"build {count:,} documents", lambda: renew(folder, request))
        measured("build again, nothing changed", lambda: renew(folder, request), whole)
        paths[0].write_text(f"{paths[0].read_text(encoding='utf-8')}\nOne line more.\n", encoding="utf-8")
        profile = os.environ.get("KG_PROFILE")
        with cProfile.Profile() if profile else TemporaryDirectory() as profiler:
            measured("build again, one changed", lambda: renew(folder, request), whole)
        if profile and isinstance(profiler, cProfile.Profile):
            profiler.dump_stats(profile)
        paths[1].unlink()
        measured("build again, one removed", lambda: renew(folder, request), whole)
        measured("check", lambda: check(folder, request), whole)
        kept = (folder / "readings.sqlite").stat().st_size
        print(f"kept readings                   {kept / 1e6:9.2f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
