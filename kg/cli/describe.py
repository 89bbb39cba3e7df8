"""`kg describe`: the graph as a dataset."""

from pathlib import Path

import click

from kg.cli import options
from kg.dataset import FORMS, description_text
from kg.graph import open_graph
from kg.output import replace_text


@click.command()
@options.folder_option
@click.option("--title", metavar="TEXT", help="What the dataset is called.")
@click.option("--licence", "--license", metavar="IRI", help="The terms on which it may be used.")
@click.option("--publisher", metavar="NAME", help="Who publishes it.")
@click.option(
    "--files", metavar="URL", help="Where the files of DIR can be had; by default, what its names begin with."
)
@click.option("--endpoint", metavar="URL", help="Where it answers SPARQL.")
@options.format_option(FORMS, default="turtle")
@options.output_option("Where to write it; standard output otherwise.")
def command(*, folder: Path, form: str, output: Path | None, **about: str | None) -> None:
    """Describe the graph as a dataset: VoID, DCAT, PROV.

    It counts triples, entities, documents, classes and properties, lists the files with size and SHA-256, names
    languages, vocabularies and links, and says what made the graph: which version, which ontology, which documents.
    No clock is read: two descriptions of one folder are the same.
    """
    with open_graph(folder) as graph:
        text = description_text(graph.describe(**about), form)
    if output is None:
        click.echo(text, nl=False)
    else:
        click.echo(replace_text(output, text))
