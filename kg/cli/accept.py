"""`kg accept`: a fact is right."""

import click

from kg.cli.decide import judges
from kg.curation import Accept


@click.command()
@judges(Accept)
def command() -> None:
    """Say that a fact is right, so that kg review leaves it out.

    SUBJECT and OBJECT are given by label, alias, code, path or IRI, PREDICATE by its name, as in kg explain; SUBJECT
    can be the path of a statement instead. The decision is written to a
    file in Turtle; the graph stays as it is.
    """
