"""Arguments and options that several commands share."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

FOLDER = "kg-out"
"""Where a graph is written to, and looked for, unless the user says otherwise."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

sources = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
folder_argument = click.argument("folder", metavar="[DIR]", default=FOLDER, type=click.Path(path_type=Path))
folder_option = click.option(
    "-d",
    "-g",
    "--dir",
    "folder",
    metavar="DIR",
    default=FOLDER,
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder that kg build wrote.",
)
ontology = click.option(
    "--ontology",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="An ontology in Turtle instead of the built-in one.",
)
jobs = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Number of processes; by default as many as pay.",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")


def format_option(choices: Sequence[str], *, default: str | None = None) -> Decorator:
    """Return the option `--format`; without a default the command chooses the one that fits."""
    shown = default or True if default else False
    return click.option(
        "--format", "form", type=click.Choice(choices), default=default, show_default=shown, help="How to print it."
    )


def output_option(text: str) -> Decorator:
    """Return the option `-o`, a file to write to."""
    return click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=text)
