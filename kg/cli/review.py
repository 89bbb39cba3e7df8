"""`kg review`: what of a graph most needs a look."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options
from kg.cli.decide import FILE, curation_option
from kg.curation import read_decisions
from kg.curation.review import Finding, review
from kg.graph import open_graph
from kg.store.results import readable


@click.command()
@options.folder_option
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@curation_option
@options.format_option(("table", "json"), default="table")
def command(*, folder: Path, limit: int, curation: Path, form: str) -> None:
    """List what of the graph most needs a look.

    Things that may be one, documents that give a property two values or deny what another says, and facts with little
    evidence, the worst first: each with the reason, the sentences, and the commands that would mend it, of which one
    fits. What the file of decisions speaks of is left out.
    """
    decisions = read_decisions(curation) if curation.exists() else ()
    with open_graph(folder) as graph:
        found = review(graph.store, graph.ontology, decisions=decisions, limit=limit)
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    elif found:
        where = "" if folder == Path(options.FOLDER) else f" -d {folder}"
        where += "" if curation == Path(FILE) else f" --curation {curation}"
        click.echo("\n\n".join("\n".join(_lines(one, where)) for one in found))
    else:
        click.echo("nothing needs a look", err=True)


def _lines(found: Finding, where: str) -> Iterable[str]:
    yield click.style(f"{found.kind:9}  {found.score:.2f}  {readable(found.about)}", bold=True)
    yield f"  {readable(found.reason)}"
    yield from _quotes(found)
    yield from (f"  $ {line}{where}" for line in found.mend)


def _quotes(found: Finding) -> Iterator[str]:
    for quote in found.quotes:
        yield f'  "{readable(quote.text)}" ({readable(quote.source)})'
