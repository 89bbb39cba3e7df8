"""`kg evaluate`: scores against annotation made by hand."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options
from kg.cli.witness import Heard, witness_options
from kg.evaluate import GoldDocument, Remark, compare, evaluate, predict, read_gold, read_predictions
from kg.evaluate.scores import ALL, figures
from kg.lexicon import load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.output import replace_text
from kg.resources import ONTOLOGY


@click.command()
@click.argument("gold", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("predictions", metavar="[PREDICTIONS]", required=False, type=click.Path(path_type=Path))
@options.format_option(("table", "json"), default="table")
@click.option(
    "--details", metavar="FILE", type=click.Path(path_type=Path), help="Write each miss and slip as JSON lines."
)
@options.ontology
@witness_options
def command(
    gold: Path,
    predictions: Path | None,
    *,
    form: str,
    details: Path | None,
    ontology: Path | None,
    heard: Heard,
) -> None:
    """Score what is read against annotation made by hand.

    DIR holds texts/NAME.txt and gold/NAME.json (docs/reference/annotation.md). PREDICTIONS are the JSON lines of
    kg extract; without them the texts are read here. With --witness relations are compared: those of the rules, of the
    witnesses alone, and of both.
    """
    documents, loaded = read_gold(gold), load_ontology(ontology or ONTOLOGY)
    if heard.names:
        if predictions:
            message = "PREDICTIONS are scored as they are: leave --witness out, or give it to kg extract."
            raise click.UsageError(message)
        _compare(documents, loaded, heard, form, details)
        return
    found = read_predictions(predictions) if predictions else predict(documents, loaded, load_lexicon())
    scores, remarks = evaluate(documents, found, ontology=loaded)
    _write(details, remarks)
    click.echo(json.dumps(scores.to_object(), indent=1) if form == "json" else str(scores), nl=form == "json")


def _compare(
    documents: Sequence[GoldDocument], ontology: Ontology, heard: Heard, form: str, details: Path | None
) -> None:
    """Print the scores of the rules, of the witnesses and of both."""
    compared = compare(documents, ontology, load_lexicon(), heard.witnesses())
    _write(details, compared["both"][1])
    if form == "json":
        click.echo(json.dumps({name: scores.to_object() for name, (scores, _) in compared.items()}, indent=1))
        return
    click.echo(f"{'relation':24} {'precision':>9} {'recall':>7} {'F1':>6} {'right':>6} {'wrong':>6} {'missed':>6}")
    for name, (scores, _) in compared.items():
        click.echo(f"  {name:22} {figures(scores['relation'][ALL])}")


def _write(details: Path | None, remarks: Iterable[Remark]) -> None:
    if details:
        lines = "".join(json.dumps(asdict(remark), ensure_ascii=False) + "\n" for remark in remarks)
        replace_text(details, lines)
