"""`kg search`: entities, quotes and documents by their words."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options
from kg.graph import open_graph
from kg.search import KINDS, Hit, Kind
from kg.store import Shortener, base_of
from kg.store.network import safe_cell
from kg.store.results import readable

_COLUMNS = ("kind", "score", "iri", "label", "snippet", "document", "start")


@click.command()
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@options.folder_option
@click.option("--kind", type=click.Choice(KINDS), help="Search these alone.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), default=10, show_default=True, help="How many of each kind."
)
@options.format_option(("table", "json", "csv"), default="table")
def command(words: tuple[str, ...], *, folder: Path, kind: Kind | None, limit: int, form: str) -> None:
    """Find entities, quotes and documents by their words.

    All of the WORDS must be there; case and accents do not matter. explor* stands for every word that begins so, a
    phrase stands in double quotes within the shell's own: kg search '"lunar gateway" explor*'. Entities are found by
    label and alias. The best come first, scored by Okapi BM25 within each kind.
    """
    with open_graph(folder) as graph:
        found = graph.search(" ".join(words), kind=kind, limit=limit)
        short = Shortener(base_of(graph.store) or "")
    if form == "json":
        click.echo(json.dumps([asdict(hit) for hit in found], ensure_ascii=False, indent=1))
    elif form == "csv":
        click.echo(_csv(found), nl=False)
    elif found:
        click.echo("\n".join(_lines(found, short)))
    else:
        click.echo("nothing found", err=True)


def _lines(found: Sequence[Hit], short: Shortener) -> Iterator[str]:
    kind = None
    for hit in found:
        if hit.kind != kind:
            if kind:
                yield ""
            yield click.style(hit.kind, bold=True)
            kind = hit.kind
        yield f"  {hit.score:7.3g}  {readable(hit.label)}  ({readable(short(hit.document or hit.iri))})"
        if hit.snippet and (hit.kind != "entities" or hit.snippet != hit.label):
            yield f"           {_marked(hit)}"


def _marked(hit: Hit) -> str:
    """Return the snippet on one line, with what was looked for between brackets."""
    parts, at = [], 0
    for mark in hit.marks:
        parts += [hit.snippet[at : mark.start], "[", hit.snippet[mark.start : mark.end], "]"]
        at = mark.end
    return " ".join(readable("".join([*parts, hit.snippet[at:]])).split())


def _csv(found: Sequence[Hit]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([safe_cell(getattr(hit, name)) for name in _COLUMNS] for hit in found)
    return out.getvalue()
