"""`kg push`: keep a store on another machine in step."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import options
from kg.cli.progress import progress
from kg.graph import open_graph

if TYPE_CHECKING:
    from kg.remote import Pushed, Remote


@click.command()
@click.argument("url", metavar="URL")
@options.folder_option
@options.remote_options("url")
@click.option("--update-url", metavar="URL", help="Where a generic store takes updates, if not where it is asked.")
@click.option(
    "--no-default-graph",
    "named_only",
    is_flag=True,
    help="Write the facts to BASE graph/asserted and leave the store's default graph alone.",
)
@click.option("--replace", "replacing", is_flag=True, help="Replace what others wrote into the default graph.")
@click.option("--dry-run", is_flag=True, help="Say what would be written and removed, and do nothing.")
@options.format_option(("text", "json"), default="text")
@options.quiet
def command(  # noqa: PLR0913 - each is an option
    remote: "Remote",
    *,
    folder: Path,
    update_url: str | None,
    named_only: bool,
    replacing: bool,
    dry_run: bool,
    form: str,
    quiet: bool,
) -> None:
    """Keep a store on another machine in step.

    URL is the address of the server (http://localhost:7878), dataset (http://localhost:3030/kg) or repository
    (http://localhost:7200/repositories/kg). Graphs that changed are written and counted, those of documents that are
    gone are removed, the rest is left alone. Run it again when it was cut short.
    """
    remote = replace(remote, update_url=update_url, default_graph=False if named_only else None)
    with open_graph(folder) as graph, progress(quiet=quiet) as show:
        pushed = graph.push(remote, dry_run=dry_run, replace=replacing, on_progress=show)
    if form == "json":
        click.echo(json.dumps(asdict(pushed), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo(_summary(pushed), nl=False)


def _summary(pushed: "Pushed") -> str:
    would = "would be " if pushed.dry_run else ""
    rows = [f"{pushed.target} ({pushed.profile})", ""]
    rows.append(f"  {would + 'written':18}{len(pushed.written):7,} graphs{pushed.triples:11,} triples")
    rows.append(f"  {would + 'removed':18}{len(pushed.removed):7,}")
    rows.append(f"  {'unchanged':18}{pushed.unchanged:7,}")
    if pushed.dry_run:
        rows += [
            "",
            *(f"  write   {name}" for name in pushed.written),
            *(f"  remove  {name}" for name in pushed.removed),
        ]
    return "\n".join(rows) + "\n"
