"""Measure `kg diff` on a large graph and a copy of it with one document changed, beside what only reads both files.

    python benchmarks/synthetic.py FOLDER
    python benchmarks/diff.py FOLDER

FOLDER-changed gets the copy: the document in the middle has another text, and a third of its statements are gone.
Seconds are those of the clock of a process each, megabytes the most that it held (on Linux). "read" reads the two
files line by line in Python, which is the least that a comparison of sorted lines takes.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox

from kg.output import QUADS, REPORT, STORE
from kg.store import write_store

_NODE = re.compile(rb"(?<=/)(statement|evidence)/([0-9a-f]{16})(?=>)")
_HASH = re.compile(rb"(?<=#sha256> \")[0-9a-f]{64}")
READ = "import sys; print(sum(1 for path in sys.argv[1:] for line in open(path, 'rb')))"
# Not ru_maxrss, which a process takes over from the one that starts it.
DIFF = """
import sys
from pathlib import Path
from kg.cli import main
try:
    main(["diff", *sys.argv[1:]])
finally:
    status = Path("/proc/self/status")
    peak = [line.split()[1] for line in status.open() if line.startswith("VmHWM")] if status.exists() else [0]
    print(int(peak[0]) // 1024, file=sys.stderr)
"""


def write_changed(folder: Path, copy: Path) -> str:
    """Write the copy of a graph with one document changed; return what the document was called."""
    report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    name: str = report["base"] + report["documents"][len(report["documents"]) // 2]["id"]
    with (folder / QUADS).open("rb") as file:
        lines = sorted(found for line in file for found in _changed(line, name.encode()))
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    (copy / QUADS).write_bytes(b"".join(lines))
    shutil.copy(folder / REPORT, copy / REPORT)
    write_store(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS), copy / STORE)
    return name


def _changed(line: bytes, name: bytes) -> list[bytes]:
    if name not in line:
        return [line]
    node = _NODE.search(line)
    if node and node[1] == b"statement" and node[2][-1] in b"01234":
        return []
    line = line.replace(name + b">", name[:-8] + b"00000000>")
    line = _HASH.sub(b"0" * 64, line)
    return [_NODE.sub(lambda found: found[1] + b"/" + found[2][::-1], line)]


def measure(code: str, *arguments: object) -> tuple[float, int]:
    """Return the seconds and the megabytes that a process of Python takes."""
    started = time.perf_counter()
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.perf_counter() - started, int(done.stderr.split()[-1]) if done.stderr else 0


def main(folder: Path) -> None:
    """Print what each takes."""
    copy = folder.with_name(f"{folder.name}-changed")
    print("changed", write_changed(folder, copy))
    seconds, _ = measure(READ, folder / QUADS, copy / QUADS)
    print(f"read               {seconds:6.2f} s")
    for form in ("table", "json", "markdown", "patch", "update"):
        seconds, size = measure(DIFF, folder, copy, "--format", form)
        print(f"kg diff {form:10} {seconds:6.2f} s {size:5} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
