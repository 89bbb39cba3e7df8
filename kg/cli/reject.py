"""`kg reject`: a fact is wrong."""

import click

from kg.cli.decide import judges
from kg.curation import Reject


@click.command()
@judges(Reject)
def command() -> None:
    """Say that a fact is wrong.

    SUBJECT and OBJECT are given by label, alias, code, path or IRI, PREDICATE by its name, as in kg explain; SUBJECT
    can be the path of a statement instead. The fact goes when no other statement
    supports it. The decision is written to a file in Turtle, which kg build --curation FILE follows.
    """
