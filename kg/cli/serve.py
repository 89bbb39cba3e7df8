"""`kg serve`: the SPARQL endpoint."""

from pathlib import Path

import click

from kg.cli import options


@click.command()
@options.folder_option
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 for any.")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=10,
    show_default=True,
    help="How long a query and its answer may take.",
)
@click.option(
    "--memory",
    metavar="MB",
    type=click.IntRange(min=100),
    default=1500,
    show_default=True,
    help="How much memory a query may take (on Linux).",
)
@click.option(
    "--max-bytes",
    metavar="MB",
    type=click.FloatRange(min=0, min_open=True),
    default=50,
    show_default=True,
    help="How large an answer may be.",
)
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), help="Queries at once; by default 2 to 4.")
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="A name by which the server may be called.")
@options.quiet
def command(*, folder: Path, quiet: bool, workers: int | None, **given: object) -> None:
    """Serve the graph as a SPARQL endpoint.

    Programs ask at /sparql, people at / with a browser; Ctrl-C ends it. It only reads: SERVICE and updates are refused.
    A graph that is built anew is picked up without a restart.
    """
    from kg.serve.run import serve
    from kg.serve.settings import Settings

    chosen = {**given, "workers": workers} if workers else given
    settings = Settings(folder, **chosen)  # type: ignore[arg-type] # click has checked them

    def ready(address: str) -> None:
        click.echo(f"{address} serves {folder}; Ctrl-C ends it", err=True)

    serve(settings, log=None if quiet else _log, ready=ready)


def _log(line: str) -> None:
    click.echo(line, err=True)
