"""`kg import`: exported files back into a folder."""

from pathlib import Path

import click

from kg.cli import options
from kg.exchange import INPUTS
from kg.imported import import_graph
from kg.output import writing
from kg.resources import ONTOLOGY


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.folder_output("The folder to write to.")
@click.option("--format", "form", type=click.Choice([*INPUTS]), help="What the files are, whatever their suffix.")
@options.ontology
@options.quiet
def command(files: tuple[Path, ...], *, folder: Path, form: str | None, ontology: Path | None, quiet: bool) -> None:
    """Read exported files back into a folder.

    FILE is what kg export wrote as nquads, trig, jsonld, turtle, ntriples or rdfxml, in any style: classic, --rdf12 or
    --nanopub. Several files become one graph. Turtle, N-Triples and RDF/XML hold no proof of asserted facts; the other
    forms give the same quads again. Nothing is fetched, and DIR is as it was unless all went well.
    """
    with writing(folder), import_graph(files, form=form, ontology=ontology or ONTOLOGY) as graph:
        graph.write(folder)
        totals = graph.report["totals"]
    if not quiet:
        click.echo(f"{totals['entities']:,} entities, {totals['statements']:,} statements → {folder}")
