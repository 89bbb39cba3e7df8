"""Measure what users wait for: `kg --help`, and `kg build` of one article with store and page.

    python benchmarks/start_up.py

Prints the best of five runs, in seconds, and fails when one is over its limit (0.3 s and 2 s).
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "data" / "articles" / "01_cbers.txt"
KG = (sys.executable, "-c", "from kg.cli import main; main()")
RUNS = 5


def seconds(*arguments: str) -> float:
    """Return how long the fastest of some runs takes."""
    best = float("inf")
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([*KG, *arguments], cwd=ROOT, check=True, capture_output=True)
        best = min(best, time.perf_counter() - started)
    return best


def main() -> int:
    """Print the figures; return 1 when one is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "kg --help": (seconds("--help"), 0.3),
            "kg build ARTICLE": (seconds("build", str(ARTICLE), "-o", f"{folder}/out"), 2.0),
        }
    for name, (taken, limit) in figures.items():
        print(f"{name:20} {taken:6.3f} s   (limit {limit} s)")
    return int(any(taken > limit for taken, limit in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
