"""Measure how long the graph page of `kg serve` takes for hubs and for ordinary entities of a folder.

    python benchmarks/walking.py FOLDER [IRI …]

FOLDER is one that `kg build` or `benchmarks/synthetic.py` wrote. Prints for each address the statements about its
entities, the best and the median of seven answers in milliseconds, the CPU milliseconds of all processes of the server
for one answer (Linux), entities, facts and bytes. CPU time says more where other programs run. Without IRIs the best
connected entity, the tenth and the fortieth are asked for, then three together, then the page without a name. Fails
when a page of one entity takes a second or more of CPU time.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
TIMES, LIMIT = 7, 1000.0
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured for one address."""

    name: str
    statements: int
    best: float
    median: float
    cpu: float
    things: int
    facts: int
    size: int


@contextmanager
def served(folder: Path) -> Iterator[tuple[http.client.HTTPConnection, int]]:
    """Yield a connection to a server of a folder, and the server's process number."""
    command = [sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0", "--quiet", "--timeout", "60"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        address = process.stderr.readline() if process.stderr else ""
        port = int(address.split("/")[2].rpartition(":")[2])
        try:
            yield http.client.HTTPConnection("127.0.0.1", port, timeout=120), process.pid
        finally:
            process.terminate()


def get(server: http.client.HTTPConnection, path: str) -> bytes:
    """Return the body of an answer."""
    server.request("GET", path)
    response = server.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise SystemExit(f"{path}: {response.status} {body.decode()}")
    return body


def cpu_milliseconds(process: int) -> float:
    """Return the CPU time of a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ticks = 0
    for one in (str(process), *children):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return 1000 * ticks / TICK


def statements(server: http.client.HTTPConnection, iris: Sequence[str]) -> int:
    """Return how many statements have one of the entities as subject or object."""
    if not iris:
        return 0
    values = " ".join(f"<{iri}>" for iri in iris)
    ends = f"VALUES ?x {{ {values} }} GRAPH ?d {{ {{ ?st rdf:subject ?x }} UNION {{ ?st rdf:object ?x }} }}"
    query = f"SELECT (COUNT(*) AS ?n) {{ {ends} }}"
    found = get(server, "/sparql?" + urlencode({"query": query, "format": "json"}))
    return int(json.loads(found)["results"]["bindings"][0]["n"]["value"])


def measure(server: http.client.HTTPConnection, process: int, iris: Sequence[str]) -> Row:
    """Return what one address takes, after a first answer that fills the caches."""
    path = "/graph/data?" + urlencode([("iri", iri) for iri in iris])
    body = get(server, path)
    taken, before = [], cpu_milliseconds(process)
    for _ in range(TIMES):
        started = time.perf_counter()
        get(server, path)
        taken.append(1000 * (time.perf_counter() - started))
    cpu = (cpu_milliseconds(process) - before) / TIMES
    core = json.loads(body)["kg-core"]
    return Row(
        name=", ".join(iri.rpartition("/")[2] for iri in iris) or "the best connected",
        statements=statements(server, iris),
        best=min(taken),
        median=statistics.median(taken),
        cpu=cpu,
        things=len(core["things"]["iri"]),
        facts=len(json.loads(body).get("kg-evidence-0", ())),
        size=len(body),
    )


def best_connected(server: http.client.HTTPConnection) -> list[str]:
    """Return the forty best connected entities, the best first."""
    facts = "{ ?x ?p ?o FILTER(ISIRI(?o)) } UNION { ?o ?p ?x FILTER(ISIRI(?x)) } FILTER(?p != rdf:type)"
    query = f"SELECT ?x (COUNT(*) AS ?n) {{ {facts} }} GROUP BY ?x ORDER BY DESC(?n) LIMIT 40"
    found = json.loads(get(server, "/sparql?" + urlencode({"query": query, "format": "json"})))
    return [row["x"]["value"] for row in found["results"]["bindings"]]


def main() -> int:
    """Print the table."""
    folder, *iris = sys.argv[1:]
    heads = ("statements", "best ms", "median", "CPU ms", "things", "facts", "kB")
    print(f"{'entity':>30}", *(f"{head:>10}" for head in heads))
    slow = False
    with served(Path(folder)) as (server, process):
        names = iris or [best_connected(server)[place] for place in (0, 9, 39)]
        for asked in [*([name] for name in names), names, []]:
            row = measure(server, process, asked)
            slow = slow or (len(asked) == 1 and row.cpu >= LIMIT)
            numbers = (row.statements, row.best, row.median, row.cpu, row.things, row.facts, row.size / 1000)
            print(f"{row.name[:30]:>30}", *(f"{number:10.0f}" for number in numbers), flush=True)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
