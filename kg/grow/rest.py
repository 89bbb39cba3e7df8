"""Write what is made of the state of a graph alone: graph.ttl, the page, the report, and pages from the web."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.compose import Prepared
from kg.gather import tools
from kg.grow.files import totals, write_report, write_turtle
from kg.grow.picture import Texts, read_state
from kg.grow.state import State
from kg.grow.together import told_conflicts, told_copies
from kg.output import PAGES, REPORT, replace_text
from kg.report import add_corroboration, report_head
from kg.view.data import PageOptions
from kg.view.names import local_name
from kg.view.page import picture_html
from kg.view.picture import Picture
from kg.witness.report import HeardReport, summed


def write_rest(target: Path, state: State, prepared: Prepared) -> str | None:
    """Write the files into a folder; return the label of the thing that most facts join to others."""
    base = prepared.options.base
    ontology, _ = tools(prepared.work)
    report = report_head(base, prepared.gathered.errors, ontology, seconds=time.perf_counter() - prepared.started)
    report["totals"] = totals(state, len(report["errors"]))
    add_corroboration(report, told_copies(state), told_conflicts(state, base))
    witnesses = prepared.work.witnesses
    if witnesses:
        report["witnesses"] = summed(witnesses, _heard(state), prepared.asked)
    write_turtle(target / "graph.ttl", state, base)
    write_report(target / REPORT, report, state)
    picture, proofs = read_state(state, base, heard=bool(witnesses))
    options = PageOptions(labels=ontology.labels(), texts=Texts(state, base), claims=proofs)
    replace_text(target / "graph.html", picture_html(picture, title=_title(state), options=options))
    pages = prepared.work.keep
    if pages and pages.is_dir() and any(pages.iterdir()):
        shutil.copytree(pages, target / PAGES)
    return _example(picture)


def _heard(state: State) -> Iterator[dict[str, HeardReport]]:
    """Yield what witnesses said of each document."""
    for (text,) in state.do("SELECT report FROM page ORDER BY document"):
        for document in json.loads(f"[{text}]"):
            yield document.get("witnesses", {})


def _title(state: State) -> str:
    """Return the title of the page: that of the one document that there is."""
    found = state.do("SELECT report FROM page LIMIT 2").fetchall()
    documents = json.loads(f"[{','.join(text for (text,) in found)}]")
    return documents[0]["title"] if len(documents) == 1 else "Knowledge graph"


def _example(picture: Picture) -> str | None:
    """Return the label of the thing that most facts join to others, dates and pages left out."""
    shown = [local_name(thing.type) not in {"Date", "Document"} for thing in picture.things]
    count: Counter[int] = Counter()
    for fact in picture.facts:
        if shown[fact.subject] and shown[fact.object]:
            count.update((fact.subject, fact.object))
    best = min((number for number, is_one in enumerate(shown) if is_one), key=lambda n: (-count[n], n), default=None)
    return picture.things[best].label if best is not None else None
