"""`kg extract`: what is read from each document, as JSON lines."""

import sys
from pathlib import Path

import click

from kg.cli import options
from kg.cli.errors import print_errors
from kg.cli.progress import progress
from kg.cli.witness import Heard, print_unheard, unheard_in, witness_options
from kg.compose import Readings, readings
from kg.find.languages import find_times
from kg.lines import to_line
from kg.records import Reading
from kg.resources import ONTOLOGY


@click.command()
@options.sources
@options.format_option(("jsonl",), default="jsonl")
@click.option("--timex", is_flag=True, help="Add every time expression, as TimeML types and values it.")
@click.option("--text", is_flag=True, help="Print the text of the document instead: the one that offsets count in.")
@options.ontology
@witness_options
@options.jobs
@options.quiet
def command(  # noqa: PLR0913
    sources: tuple[str, ...],
    *,
    form: str,  # noqa: ARG001 - there is one, and it can be named
    timex: bool,
    text: bool,
    ontology: Path | None,
    jobs: int | None,
    quiet: bool,
    heard: Heard,
) -> int:
    """Print what is read from each document, as JSON lines.

    One object a document: its entities, mentions and statements, with offsets in code points of its text.
    """
    with progress(quiet=quiet) as show:
        found = readings(
            sources,
            ontology=ontology or ONTOLOGY,
            jobs=jobs,
            on_progress=show,
            witnesses=heard.witnesses(),
            extractors=heard.extractors(),
        )
    print_errors(found.errors)
    unheard = print_unheard(unheard_in(found), "Ask it with kg build, and give its folder: --answers DIR/witness")
    if text:
        sys.stdout.write(_only_text(found))
    else:
        for reading in found:
            click.echo(_line(reading, timex=timex))
    return 1 if found.errors or unheard else 0


def _line(reading: Reading, *, timex: bool) -> str:
    document = reading.document
    return to_line(reading, timexes=find_times(document) if timex else None)


def _only_text(found: Readings) -> str:
    if len(found) > 1:
        message = f"--text prints one document, these are {len(found)}. Name one; a line of a JSONL file is PATH#ID."
        raise click.UsageError(message)
    return found.readings[0].document.text if found.readings else ""
