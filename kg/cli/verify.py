"""`kg verify`: every quote proved again."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options
from kg.graph import KnowledgeGraph, open_graph
from kg.store import Rows


@click.command()
@options.folder_argument
@click.option("--sources", "root", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the sources lie now.")
@options.format_option(("text", "json"), default="text")
def command(*, folder: Path, root: Path | None, form: str) -> int:
    """Prove every quote against the sources again.

    Reads the sources of the graph in DIR once more, without extracting, and looks whether each text is the same, each
    quote stands at its place, and each fact has a statement or follows from others. Exits with 1 and the list when one
    does not, or cannot be proved to.
    """
    with open_graph(folder) as graph:
        problems = graph.verify(folder=root)
        quotes, documents = _counts(graph)
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
    elif problems:
        click.echo("".join(f"{problem.message}\n" for problem in problems), nl=False)
        click.echo(f"{len(problems)} problems", err=True)
    else:
        click.echo(f"{quotes:,} quotes of {documents:,} documents stand where they stood")
    return 1 if problems else 0


def _counts(graph: KnowledgeGraph) -> tuple[int, int]:
    """Return how many quotes there are, and how many documents they come from."""
    rows = graph.query("SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?d) AS ?m) WHERE { GRAPH ?d { ?e kg:quote ?q } }")
    quotes, documents = next(iter(rows)) if isinstance(rows, Rows) else (0, 0)
    return int(str(quotes)), int(str(documents))
