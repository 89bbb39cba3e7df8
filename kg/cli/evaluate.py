"""`kg evaluate`: scores against annotation made by hand."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import options
from kg.evaluate import evaluate, predict, read_gold, read_predictions
from kg.lexicon import load_lexicon
from kg.ontology import load_ontology
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
def command(gold: Path, predictions: Path | None, *, form: str, details: Path | None, ontology: Path | None) -> None:
    """Score what is read against annotation made by hand.

    DIR holds texts/NAME.txt and gold/NAME.json (docs/reference/annotation.md). PREDICTIONS are the JSON lines of
    kg extract; without them the texts are read here.
    """
    documents, loaded = read_gold(gold), load_ontology(ontology or ONTOLOGY)
    found = read_predictions(predictions) if predictions else predict(documents, loaded, load_lexicon())
    scores, remarks = evaluate(documents, found, ontology=loaded)
    if details:
        lines = "".join(json.dumps(asdict(remark), ensure_ascii=False) + "\n" for remark in remarks)
        replace_text(details, lines)
    click.echo(json.dumps(scores.to_object(), indent=1) if form == "json" else str(scores), nl=form == "json")
