"""`kg build`: documents in, an output folder out."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli import options
from kg.cli.progress import progress
from kg.compose import Inference, build
from kg.errors import KGError
from kg.graph import KnowledgeGraph
from kg.merge import BASE
from kg.resources import ONTOLOGY

_ROWS = {
    "documents": "documents",
    "entities": "entities",
    "asserted": "facts asserted",
    "planned": "facts planned",
    "negated": "facts denied",
    "inferred": "facts inferred",
    "rejected": "turned away",
}


@click.command()
@options.sources
@options.folder_output("Where to write the graph.")
@click.option("--base", metavar="IRI", default=BASE, show_default=True, help="What the names of things begin with.")
@options.ontology
@click.option("--infer", is_flag=True, help="Add what follows by the ontology, in the graph BASE graph/inferred.")
@click.option("--owl-rl", is_flag=True, help="Infer by OWL 2 RL as well; needs provenkg[owl-rl].")
@options.jobs
@options.quiet
def command(  # noqa: PLR0913 - all but one are options
    sources: tuple[str, ...],
    *,
    folder: Path,
    base: str,
    ontology: Path | None,
    infer: bool,
    owl_rl: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Read documents and write their knowledge graph.

    SOURCE is a file (.txt .md .html .pdf .docx .jsonl), a folder, a pattern or a web address. DIR gets graph.ttl,
    graph.nq, store/, search.sqlite, graph.html and report.json; what it held before stands until all of them are
    written.
    """
    inference: Inference = "owl-rl" if owl_rl else infer
    with progress(quiet=quiet) as show:
        graph = build(sources, base=base, ontology=ontology or ONTOLOGY, jobs=jobs, on_progress=show, infer=inference)
    with graph:
        print_errors(graph.errors)
        if not graph.report["documents"]:
            if folder.exists():
                click.echo(f"nothing was read; {folder} stays as it was", err=True)
            return 1
        graph.write(folder)
        if not quiet:
            click.echo(_summary(graph, folder), nl=False)
        return 1 if graph.errors else 0


def print_errors(errors: Sequence[KGError]) -> None:
    """Print what could not be read, a line each."""
    for error in errors:
        click.echo(f"error: {error}", err=True)


def _summary(graph: KnowledgeGraph, folder: Path) -> str:
    totals = graph.report["totals"]
    rows = [f"  {label:16}{totals[key]:7,}" for key, label in _ROWS.items() if key in totals]
    if graph.errors:
        rows.append(f"  {'not read':16}{len(graph.errors):7,}")
    where = "" if folder == Path(options.FOLDER) else f" -d {folder}"
    here = "" if folder == Path(options.FOLDER) else f" {folder}"
    following = [
        (f"kg view{here}", "look at the graph in a browser"),
        (f"kg query --list{where}", "questions to ask it, for example: kg query cooperation"),
        (f'kg explain "{_example(graph)}"{where}', "the sentences behind the facts"),
    ]
    width = max(len(line) for line, _ in following)
    return "\n".join(
        [
            f"{folder}: graph.html  graph.ttl  graph.nq  store/  search.sqlite  report.json",
            "",
            *rows,
            "",
            "Next:",
            *(f"  {line:{width}}  {says}" for line, says in following),
            "",
        ]
    )


def _example(graph: KnowledgeGraph) -> str:
    """Return the label of the thing that most facts join to others, dates and pages left out."""
    from kg.store.network import edges, nodes

    labels = {node.id: node.label for node in nodes(graph.store) if node.type not in {"Date", "Document"}}
    joined = [edge for edge in edges(graph.store) if edge.source in labels and edge.target in labels]
    count = Counter(end for edge in joined for end in (edge.source, edge.target))
    best = min(labels, key=lambda node: (-count[node], node), default=None)
    return labels[best] if best is not None else "NAME"
