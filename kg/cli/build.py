"""`kg build`: documents in, an output folder out."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.errors import print_errors
from kg.cli.progress import progress
from kg.cli.shards import or_shards
from kg.cli.totals import LABELS
from kg.cli.witness import AskingOptions, Heard, asking_options, print_asked, witness_rows
from kg.graph import KnowledgeGraph
from kg.merge import BASE
from kg.output import LOCK
from kg.renew import Renewed, Request, renew
from kg.renew import check as check_folder
from kg.store.network import example
from kg.text import counted

_ROWS = ("documents", "entities", "asserted", "planned", "negated", "inferred", "rejected", "copies", "conflicts")
_IF_ANY = {"copies", "conflicts"}


@click.command()
@options.optional_sources
@options.folder_output("The folder of the graph; with --engine what the names of the shards begin with.")
@click.option("--base", metavar="IRI", help=f"What the names of things begin with.  [default: {BASE}]")
@options.ontology
@click.option(
    "--infer/--no-infer", default=None, help="Add what follows by the ontology, in the graph BASE graph/inferred."
)
@click.option("--owl-rl", is_flag=True, help="Infer by OWL 2 RL as well; needs provenkg[owl-rl].")
@click.option(
    "--curation",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What people decided about the graph: kg merge, split, rename, reject and accept write it.",
)
@click.option(
    "--remove", metavar="SOURCE", multiple=True, help="Take a source, or a document of one, out; may be given again."
)
@click.option("--prune", is_flag=True, help="Take sources out that are gone.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when DIR is not what the sources give.")
@or_shards(print_errors)
@asking_options
@options.jobs
@options.quiet
def command(  # noqa: PLR0913 - all but one are options
    sources: tuple[str, ...],
    *,
    folder: Path,
    base: str | None,
    ontology: Path | None,
    infer: bool | None,
    owl_rl: bool,
    curation: Path | None,
    remove: tuple[str, ...],
    prune: bool,
    check: bool,
    jobs: int | None,
    quiet: bool,
    heard: Heard,
    asking: AskingOptions,
) -> int:
    """Read documents and write their knowledge graph.

    SOURCE is a file (.txt .md .html .pdf .docx .jsonl .parquet), a folder, a pattern or a web address. DIR gets
    graph.ttl, graph.nq, store/, search.sqlite, graph.html and report.json; what it held before stands until all of them
    are written.

    DIR also gets kg.lock, which records the sources and what made the graph, and readings.sqlite: the next build reads
    only documents that changed, and gives the same as a build from nothing. Without SOURCE it is built from the
    sources, and with the options, that kg.lock records.

    With --witness models are heard beside the rules; what a language model answers is kept in DIR/witness/, and a
    build needs no model for what is there.

    With --engine and --output PREFIX there is no DIR: the same graph is written as PREFIX-00000-of-00016.nq and so on,
    sorted, each line once, and PREFIX.json, which says what is in them.
    """
    if not sources and not (folder / LOCK).exists():
        message = f"Missing argument 'SOURCE...': {folder} has no {LOCK} that says what it was built from."
        raise click.UsageError(message)
    request = Request(sources, base, ontology, "owl-rl" if owl_rl else infer, remove, prune, curation, *heard.asked())
    if check:
        return _check(folder, request, jobs=jobs, quiet=quiet)
    with progress(quiet=quiet) as show:
        done = renew(folder, request, jobs=jobs, on_progress=show, tell=_tell, asking=asking.of)
    print_errors(done.errors)
    unanswered = print_asked(done, folder)
    if not done.documents:
        if folder.exists():
            click.echo(f"nothing was read; {folder} stays as it was", err=True)
        return 1
    if done.graph:
        _tell_stale(done.graph)
    if not quiet:
        click.echo(_renewed(done, folder), nl=False)
    return 1 if done.errors or unanswered else 0


def _check(folder: Path, request: Request, *, jobs: int | None, quiet: bool) -> int:
    """Print how the folder differs from what its sources give; return the exit code."""
    with progress(quiet=quiet) as show:
        found = check_folder(folder, request, jobs=jobs, on_progress=show)
    print_errors(found.errors)
    for line in found.differences:
        click.echo(line)
    if not found.differences and not quiet:
        click.echo(f"{folder} is what its sources give: {counted(found.documents, 'document')}")
    return 1 if found.differences or found.errors else 0


def _tell(line: str) -> None:
    click.echo(f"note: {line}", err=True)


def _tell_stale(graph: KnowledgeGraph) -> None:
    """Tell which decisions fit nothing in the graph: the documents may have changed since."""
    curation = graph.report.get("curation")
    for decision in curation["stale"] if curation else ():
        _tell(
            f"{curation['file'] if curation else ''}: {decision}: nothing in the graph fits this; it may be out of date"
        )


def _renewed(done: Renewed, folder: Path) -> str:
    if done.graph is None:
        return f"{folder}: nothing changed in {counted(done.documents, 'document')}\n"
    with done.graph:
        if done.read < done.documents:
            anew = f"{done.read:,} of {counted(done.documents, 'document')} read, the others are as they were\n"
            return anew + _summary(done, done.graph, folder)
        return _summary(done, done.graph, folder)


def _summary(done: Renewed, graph: KnowledgeGraph, folder: Path) -> str:
    totals = graph.report["totals"]
    rows = [
        f"  {LABELS[key]:16}{totals[key]:7,}" for key in _ROWS if key in totals and (totals[key] or key not in _IF_ANY)
    ]
    if graph.errors:
        rows.append(f"  {LABELS['errors']:16}{len(graph.errors):7,}")
    rows += witness_rows(graph.report)
    where = "" if folder == Path(options.FOLDER) else f" -d {folder}"
    here = "" if folder == Path(options.FOLDER) else f" {folder}"
    following = [
        (f"kg view{here}", "look at the graph in a browser"),
        (f"kg query --list{where}", "questions to ask it, for example: kg query cooperation"),
        (f'kg explain "{done.example or example(graph.store) or "NAME"}"{where}', "the sentences behind the facts"),
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
