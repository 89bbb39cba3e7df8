"""What could not be read, on stderr; in a module of its own, since `kg extract` needs nothing else of `kg build`."""

from collections.abc import Sequence

import click

from kg.errors import KGError


def print_errors(errors: Sequence[KGError]) -> None:
    """Print what could not be read, a line each."""
    for error in errors:
        click.echo(f"error: {error}", err=True)
