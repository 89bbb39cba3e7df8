"""Arguments and options that several commands share."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

FOLDER = "kg-out"
"""Where a graph is written to, and looked for, unless the user says otherwise."""

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

sources = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
optional_sources = click.argument("sources", metavar="[SOURCE]...", nargs=-1)
_FOLDER = click.Path(path_type=Path)
_FOLDER_NAMES = ("-d", "-g", "--dir")
_FOLDER_HELP = "The folder that kg build wrote."
folder_option = click.option(
    *_FOLDER_NAMES, "folder", metavar="DIR", default=FOLDER, show_default=True, type=_FOLDER, help=_FOLDER_HELP
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


STORES = ("oxigraph", "fuseki", "graphdb", "virtuoso", "neptune", "generic")
"""The kinds of stores that there are profiles for (`kg.remote.PROFILES`)."""


def folder_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its folder, which may stand by itself, and as the option that other commands have."""

    @wraps(command)
    def with_folder(*, argument: Path | None, option: Path | None, **given: Any) -> Any:
        if argument and option:
            message = f"two folders are given, {argument} and {option}. Give one."
            raise click.UsageError(message)
        return command(folder=argument or option or Path(FOLDER), **given)

    named = click.option(*_FOLDER_NAMES, "option", metavar="DIR", type=_FOLDER, help="The same as DIR.")
    return click.argument("argument", metavar="[DIR]", required=False, type=_FOLDER)(named(with_folder))


def folder_output(text: str) -> Decorator:
    """Return the option `--output` for the folder that a command writes."""
    path = click.Path(path_type=Path)
    return click.option(
        "-o", "--output", "folder", metavar="DIR", default=FOLDER, show_default=True, type=path, help=text
    )


def remote_options(name: str) -> Decorator:
    """Return the options that say how a store is reached; they and the address `name` become one `remote`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def with_remote(*positional: Any, **given: Any) -> Any:
            own = {key: given.pop(key) for key in ("profile", "user", "password", "token", "timeout")}
            url = given.pop(name)
            return command(*positional, **given, remote=None if url is None else _remote(url, own))

        for option in reversed(_REMOTE):
            with_remote = option(with_remote)
        return with_remote

    return decorate


_REMOTE = (
    click.option(
        "--profile", type=click.Choice(STORES), help="What kind of store it is; most say so themselves when asked."
    ),
    click.option("--user", metavar="NAME", envvar="KG_USER", show_envvar=True, help="Who is writing or asking."),
    click.option(
        "--password",
        metavar="WORD",
        envvar="KG_PASSWORD",
        show_envvar=True,
        help="Better given in the environment, where nobody sees it; at a terminal it is asked for.",
    ),
    click.option("--token", metavar="WORD", envvar="KG_TOKEN", show_envvar=True, help="A bearer token instead."),
    click.option(
        "--timeout",
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
        default=120.0,
        show_default=True,
        help="How long a request may take.",
    ),
)


def _remote(url: str, own: dict[str, Any]) -> Any:
    from kg.remote import Remote

    if own["user"] and own["password"] is None and own["token"] is None and sys.stdin.isatty():
        own["password"] = click.prompt(f"Password of {own['user']}", hide_input=True, err=True)
    return Remote(url, **own)
