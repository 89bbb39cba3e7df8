"""`kg build --engine`: documents in, sorted shards of N-Quads out."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Decorator
from kg.cli.progress import progress
from kg.cli.totals import LABELS

if TYPE_CHECKING:
    from kg.errors import KGError
    from kg.shards import Written

_ENGINES = ("local", "ray")
_OF_FOLDERS = {
    "infer": "--infer",
    "owl_rl": "--owl-rl",
    "curation": "--curation",
    "remove": "--remove",
    "prune": "--prune",
    "check": "--check",
    "names": "--witness",
}
"""Options that mean nothing without a folder, by the name of their argument."""
_ROWS = ("documents", "entities", "asserted", "planned", "negated", "rejected", "errors", "quads")

_OPTIONS = (
    click.option(
        "--engine",
        type=click.Choice(_ENGINES),
        help="Write sorted N-Quads shards instead of a folder: built by processes here, or by a Ray cluster.",
    ),
    click.option(
        "--address",
        metavar="HOST:PORT",
        help="The head of the Ray cluster, or auto.  [default: RAY_ADDRESS, else a Ray of its own on this machine]",
    ),
    click.option(
        "--shards",
        metavar="N",
        type=click.IntRange(min=1),
        help="Number of shards.  [default: 16]",
    ),
)


def or_shards(print_errors: "Callable[[tuple[KGError, ...]], None]") -> Decorator:
    """Return what gives `kg build` the options for shards; with `--engine` the command itself is not run."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def chosen(sources: tuple[str, ...], **given: Any) -> Any:
            engine, address, shards = (given.pop(name) for name in ("engine", "address", "shards"))
            _check(engine, address, shards, sources, given)
            if engine is None:
                return command(sources, **given)
            done = _built(sources, given, engine, address, shards)
            print_errors(done.errors)
            return _ended(done, given["folder"], quiet=given["quiet"])

        for option in reversed(_OPTIONS):
            chosen = option(chosen)
        return chosen

    return decorate


def _check(engine: str | None, address: str | None, shards: int | None, sources: object, given: dict[str, Any]) -> None:
    """Raise UsageError where options do not go together."""
    if engine is None:
        if address or shards:
            message = f"{'--address' if address else '--shards'} goes with --engine, for example: --engine ray"
            raise click.UsageError(message)
        return
    if engine == "local" and address:
        message = "--address is that of a Ray cluster: give --engine ray with it."
        raise click.UsageError(message)
    wrong = next((option for name, option in _OF_FOLDERS.items() if given[name]), None)
    if wrong:
        message = f"{wrong} is for a folder, and --engine writes shards. Leave one of the two out."
        raise click.UsageError(message)
    if not sources:
        message = "Missing argument 'SOURCE...': shards are not built from what a folder records."
        raise click.UsageError(message)
    source = click.get_current_context().get_parameter_source("folder")
    if source is click.core.ParameterSource.DEFAULT:
        message = "Give what the names of the shards begin with, for example: --output out/graph"
        raise click.UsageError(message)


def _built(
    sources: tuple[str, ...], given: dict[str, Any], engine: str, address: str | None, shards: int | None
) -> "Written":
    from kg.shards import SHARDS, Where, build_shards

    if engine == "ray":
        address = address or os.environ.get("RAY_ADDRESS")
    where = Where(engine, address, given["jobs"], shards or SHARDS)
    named = {name: given[name] for name in ("base", "ontology") if given[name] is not None}
    with progress(quiet=given["quiet"]) as show:
        return build_shards(sources, given["folder"], where, on_progress=show, **named)


def _ended(done: "Written", prefix: Path, *, quiet: bool) -> int:
    """Print what was written; return the exit code."""
    if done.manifest is None:
        click.echo("nothing was read, and nothing written", err=True)
        return 1
    if not quiet:
        shards, totals = done.manifest.shards, done.manifest.totals
        size = sum(shard.bytes for shard in shards) / 1e6
        click.echo(f"{prefix}.json  {shards[0].file} … {shards[-1].file}  ({len(shards)} files, {size:,.1f} MB)\n")
        for key in _ROWS:
            if totals[key] or key != "errors":
                click.echo(f"  {LABELS[key]:16}{totals[key]:11,}")
    return 1 if done.errors else 0
