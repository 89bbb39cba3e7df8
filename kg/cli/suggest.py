"""`kg suggest`: rules and names that would find what only witnesses said."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options
from kg.cli.errors import print_errors
from kg.cli.progress import progress
from kg.cli.witness import Heard, witness_options
from kg.gather import Progress
from kg.ontology import load_ontology
from kg.output import replace_text
from kg.resources import ONTOLOGY
from kg.store.results import readable
from kg.suggest import Suggestions, as_tables, as_turtle, suggest, suggest_for, summary

RULES = "suggested.ttl"
NAMES = "suggested"


@click.command()
@click.argument("given", metavar="[DIR | SOURCE]...", nargs=-1)
@options.format_option(("ttl", "tsv", "json", "table"), default="ttl")
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=f"Write {RULES} there, and the gazetteers in {NAMES}/, instead of printing.",
)
@click.option("--most", metavar="N", type=click.IntRange(min=0), help="Rules at most, those that find most first.")
@click.option(
    "--min-support",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Sentences in which a rule finds something new, at least; for names documents or statements, and 2 at least.",
)
@options.ontology
@witness_options
@options.jobs
@options.quiet
def command(  # noqa: PLR0913
    given: tuple[str, ...],
    *,
    form: str,
    folder: Path | None,
    most: int | None,
    min_support: int,
    ontology: Path | None,
    jobs: int | None,
    quiet: bool,
    heard: Heard,
) -> int:
    """Propose rules and names that would find what only witnesses said.

    DIR is a graph that kg build --witness made: what its witnesses said is compared with what the rules read. For
    SOURCE, --witness and --answers say what is heard. Each proposal is tried on all documents before it is printed,
    with its gain (statements that only witnesses made) and its cost (statements that nobody made). What is printed is
    an ontology, with the rows for gazetteers in comments; nothing is changed by itself.
    """
    with progress(quiet=quiet) as show:
        found = _found(given, heard, ontology, jobs, min_support, most, show)
    print_errors(found.errors)
    if not found:
        click.echo(f"nothing to suggest. {' '.join(summary(found))}", err=True)
    elif folder:
        _write(folder, found)
        if not quiet:
            click.echo("\n".join(_counts(found, folder)))
    else:
        sys.stdout.write(_printed(found, form))
    return 1 if found.errors else 0


def _found(  # noqa: PLR0913, PLR0917 - what the command was given
    given: tuple[str, ...],
    heard: Heard,
    ontology: Path | None,
    jobs: int | None,
    min_support: int,
    most: int | None,
    show: Progress | None,
) -> Suggestions:
    if heard.rules is False:
        message = "kg suggest compares what witnesses say with what the rules find: leave --no-rules out."
        raise click.UsageError(message)
    if not heard.names:
        if len(given) > 1:
            message = "several folders are given. Give one that kg build wrote, or --witness for sources."
            raise click.UsageError(message)
        if ontology or heard.answers or heard.only_uncertain is not None:
            message = "DIR says itself what it was built with. Give --witness, and SOURCE, to say otherwise."
            raise click.UsageError(message)
        folder = Path(given[0] if given else options.FOLDER)
        return suggest_for(folder, jobs=jobs, min_support=min_support, most=most, on_progress=show)
    if not given:
        message = "no SOURCE is given for the witness. Name the documents that it has answered about."
        raise click.UsageError(message)
    return suggest(
        given,
        heard.witnesses(),
        ontology=ontology or ONTOLOGY,
        jobs=jobs,
        min_support=min_support,
        most=most,
        on_progress=show,
    )


### Printing ##########################################################################################################


def _printed(found: Suggestions, form: str) -> str:
    if form == "json":
        told = asdict(found)
        del told["errors"]
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if form == "tsv":
        return "\n".join(as_tables(found).values())
    if form == "table":
        return "".join(f"{line}\n" for line in _rows(found))
    return as_turtle(found, load_ontology(found.extends or ONTOLOGY)) + "".join(_commented(found))


def _commented(found: Suggestions) -> Iterator[str]:
    """Yield the rows of gazetteers as comments of the ontology."""
    for name, text in as_tables(found).items():
        yield f"\n# For the gazetteer {name}:\n"
        yield from (f"#   {line}\n" for line in text.splitlines())


def _rows(found: Suggestions) -> Iterator[str]:
    yield from summary(found)
    yield f"{'gain':>5} {'cost':>5} {'documents':>9}  {'proposal':20} words"
    for rule in found.rules:
        figures = f"{rule.gain:5} {rule.cost:5} {len(rule.documents):9}"
        yield f"{figures}  {f'{rule.kind} {rule.predicate}':20} {readable(rule.words)}"
    for row in found.rows:
        figures = f"{row.gain:5} {row.cost:5} {len(row.documents):9}"
        yield f"{figures}  {f'name {row.table}':20} {readable(row.name)}"


def _write(folder: Path, found: Suggestions) -> None:
    """Write the ontology and the gazetteers; those of an earlier run go."""
    names = folder / NAMES
    tables = as_tables(found)
    folder.mkdir(parents=True, exist_ok=True)
    if tables:
        names.mkdir(exist_ok=True)
    for path in names.glob("*.tsv"):
        if path.name not in tables:
            path.unlink()
    replace_text(folder / RULES, as_turtle(found, load_ontology(found.extends or ONTOLOGY)))
    for name, text in tables.items():
        replace_text(names / name, text)


def _counts(found: Suggestions, folder: Path) -> Iterator[str]:
    yield from summary(found)
    yield f"rules: {len(found.rules):,} in {folder / RULES}"
    yield f"names: {len(found.rows):,} in {folder / NAMES}"
