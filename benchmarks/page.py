"""Measure the page in real Chromium: size, CPU seconds to the first picture, CPU a frame, first evidence, heap.

    python benchmarks/page.py [SIZE …] [--pyvis]

CPU seconds are those of all processes of the browser, read from /proc (Linux), because wall time depends on what else
the machine does. Graphs are synthetic: communities, two facts an entity, one in five between communities, a sentence
of evidence for each. `--pyvis` measures pyvis's own page of the same graph, up to 1,000 entities.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kg.finders import Finders
from kg.records import STATUSES
from kg.view.data import PageOptions
from kg.view.page import picture_html
from kg.view.picture import Claim, Fact, Paper, Picture, Quote, Thing

KG = "https://w3id.org/provenkg/ontology#"
BASE = "https://kg.example/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
SIZES = (100, 1000, 5000, 20000, 100000)
PYVIS_LIMIT = 1000
PATIENCE = 150.0
"""After so many seconds a page that has not settled is measured as it is, and its name gets a `+`."""
FRAMES = 60
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table."""

    name: str
    megabytes: float
    write_seconds: float
    first_cpu: float
    pan_ms: float
    evidence_ms: float
    heap_megabytes: float


def synthetic_picture(count: int) -> Picture:
    """Return a graph of `count` entities in communities of a power-law size, with two facts each."""
    chance = random.Random(count)  # noqa: S311 (the same graph each time)
    kinds = ("Agency", "Agreement", "Country", "Person", "Project", "Event")
    relations = (
        "cooperatesWith",
        "funds",
        "operates",
        "locatedIn",
        "partOf",
        "signatoryOf",
        "concerns",
        "develops",
    )
    things = [
        Thing(f"{BASE}e/{number:06}", f"Entity number {number}", KG + chance.choice(kinds)) for number in range(count)
    ]
    dates = [
        Thing(
            f"{BASE}date/{year}",
            str(year),
            KG + "Date",
            edtf=str(year),
            earliest=f"{year}-01-01",
            latest=f"{year}-12-31",
        )
        for year in range(1950, 2040)
    ]
    bounds = [0]
    while bounds[-1] < count:
        bounds.append(min(count, bounds[-1] + max(8, int(count / 40 * chance.paretovariate(1.5)) // 2)))
    home = [(a, b) for a, b in pairwise(bounds) for _ in range(a, b)]
    statuses = (*[STATUSES[0]] * 4, *STATUSES[1:])
    facts = []
    for number in range(2 * count):
        subject = number % count
        low, high = home[subject] if chance.random() < 0.8 else (0, count)
        end = low + int((high - low) * chance.random() ** 2)
        text = (f"On 14 March, after long talks in the capital, {things[subject].label} met the terms that were agreed "
                f"with {things[end].label}, officials said on {number}.")  # fmt: skip
        quote = Quote(
            text,
            number,
            number + len(text),
            1 + number % 90,
            ((46, 46 + len(things[subject].label), "subject"),),
        )
        claim = Claim(number % 50, None, None, Finders(("signing",)), (quote,))
        facts.append(Fact(subject, KG + chance.choice(relations), end, chance.choice(statuses), (claim,)))
    papers = tuple(
        Paper(f"{BASE}document/{n:02}", f"Report {n}", f"{2000 + n % 24}", url=f"https://press.example/{n}")
        for n in range(50)
    )
    return Picture((*dates, *things), tuple(_shifted(fact, len(dates)) for fact in facts), papers)


def _shifted(fact: Fact, by: int) -> Fact:
    return Fact(fact.subject + by, fact.predicate, fact.object + by, fact.status, fact.claims)


def cpu_seconds() -> float:
    """Return the CPU seconds of all descendants of this process, the browser's."""
    parents, used = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(entry.name)] = int(fields[1])
        used[int(entry.name)] = (int(fields[11]) + int(fields[12])) / TICK

    def is_ours(process: int) -> bool:
        while process > 1:
            process = parents.get(process, 0)
            if process == os.getpid():
                return True
        return False

    return sum(seconds for process, seconds in used.items() if is_ours(process))


def wait(page: Page, script: str) -> bool:
    """Poll until the script yields true; return whether it did so in time."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(script):
        if time.monotonic() > end:
            return False
        page.wait_for_timeout(20)
    return True


PAN = """async (frames) => {
    const canvas = document.querySelector('#map:not([hidden])') || document.querySelector('#focus canvas, canvas');
    const frame = canvas.getBoundingClientRect();
    const at = (type, x) => canvas.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, bubbles: true, pointerType: 'mouse', button: 0, buttons: 1,
        clientX: frame.left + frame.width / 2 + x, clientY: frame.top + frame.height / 2,
    }));
    canvas.setPointerCapture = () => {};
    at('pointerdown', 0);
    for (let k = 1; k <= frames; k++) {
        at('pointermove', 3 * k);
        await new Promise(requestAnimationFrame);
    }
    at('pointerup', 3 * frames);
}"""
EVIDENCE = """async () => {
    const fact = Math.floor(kgPage.model.factCount / 2);
    const start = performance.now();
    await kgPage.evidence.claims(fact);
    return performance.now() - start;
}"""


def measure(name: str, path: Path, write_seconds: float, *, ready: str, own: bool = True) -> Measured:
    """Open the page in a new browser and measure it."""
    chromium = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            headless=True,
            args=FLAGS,
            viewport={"width": 1280, "height": 800},
        )
        page = context.new_page()
        page.goto("about:blank")
        page.wait_for_timeout(800)
        before = cpu_seconds()
        page.goto(path.as_uri(), wait_until="commit")
        name += "" if wait(page, ready) else "+"
        first = cpu_seconds() - before
        page.wait_for_timeout(1500)
        before = cpu_seconds()
        page.evaluate(PAN, FRAMES)
        pan = (cpu_seconds() - before) / FRAMES * 1000
        page.wait_for_timeout(800)
        evidence = page.evaluate(EVIDENCE) if own else float("nan")
        heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
        context.close()
    return Measured(name, path.stat().st_size / 1e6, write_seconds, first, pan, evidence, heap)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--pyvis", action="store_true")
    arguments = parser.parse_args()
    print(f"{'page':>14} {'MB':>7} {'write s':>8} {'first CPU s':>12} {'pan ms':>7} {'evidence ms':>12} {'heap MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            picture = synthetic_picture(size)
            path = Path(folder) / f"{size}.html"
            start = time.process_time()
            path.write_text(picture_html(picture, title=f"{size} entities", options=PageOptions()), "utf-8")
            spent = time.process_time() - start
            show(measure(str(size), path, spent, ready="window.kgPage && kgPage.measures.first && kgPage.isStill()"))
            if arguments.pyvis and size <= PYVIS_LIMIT:
                show(measure_pyvis(picture, Path(folder) / f"pyvis-{size}.html", size))
    return 0


def measure_pyvis(picture: Picture, path: Path, size: int) -> Measured:
    """Measure pyvis's own page with its default physics."""
    from pyvis.network import Network

    start = time.process_time()
    net = Network(directed=True, cdn_resources="in_line", notebook=False)
    for thing in picture.things:
        net.add_node(thing.iri, label=thing.label)
    for fact in picture.facts:
        net.add_edge(picture.things[fact.subject].iri, picture.things[fact.object].iri)
    path.write_bytes(net.generate_html().encode())
    spent = time.process_time() - start
    ready = "typeof network !== 'undefined' && network && network.physics.stabilized"
    return measure(f"pyvis {size}", path, spent, ready=ready, own=False)


def show(row: Measured) -> None:
    """Print one row."""
    print(
        f"{row.name:>14} {row.megabytes:7.2f} {row.write_seconds:8.1f} {row.first_cpu:12.2f} {row.pan_ms:7.1f}"
        f" {row.evidence_ms:12.1f} {row.heap_megabytes:8.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
