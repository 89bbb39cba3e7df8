"""`kg analyze`: centrality, communities and shortest paths."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path as FilePath

import click

from kg.analyze import Central, Path, Step, central, paths
from kg.cli import options
from kg.corroborate.sources import support
from kg.graph import open_graph
from kg.records import STATUSES


@click.command()
@options.folder_argument
@click.option("--path", "ends", metavar="A B", nargs=2, help="Show the shortest paths between two things.")
@click.option("--top", metavar="N", type=click.IntRange(min=1), default=15, show_default=True, help="How many to show.")
@click.option("--planned", is_flag=True, help="Count facts that are only planned as well.")
@options.format_option(("table", "json"), default="table")
def command(*, folder: FilePath, ends: tuple[str, str] | None, top: int, planned: bool, form: str) -> None:
    """Find who is central, who belongs together, what joins two things.

    Dates and documents are left out. Betweenness is the share of shortest paths that lead through a thing; communities
    are groups with more facts among themselves than with others. Paths may use facts of every status.
    """
    statuses = STATUSES[:2] if planned else STATUSES[:1]
    with open_graph(folder) as graph:
        if ends:
            ways = paths(graph.store, *ends, limit=top)
            shown = json.dumps([asdict(way) for way in ways], ensure_ascii=False, indent=1)
            click.echo(shown if form == "json" else "\n\n".join(map(_way, ways)))
            return
        found = central(graph.store, statuses=statuses)
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in found[:top]], ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join([*_table(found[:top]), "", *_groups(found, top)]))


def _table(found: Sequence[Central]) -> Iterator[str]:
    width = max([len(one.label) for one in found] + [5])
    yield f"{'':{width}}  {'type':14} {'facts':>6} {'partners':>9} {'betweenness':>12} {'community':>10}"
    for one in found:
        figures = f"{one.facts:6} {one.partners:9} {one.betweenness:12.4f} {one.community:10}"
        yield f"{one.label:{width}}  {one.type:14} {figures}"


def _groups(found: Iterable[Central], top: int) -> Iterator[str]:
    """Yield the communities with their most connected members."""
    members: dict[int, list[Central]] = {}
    for one in found:
        members.setdefault(one.community, []).append(one)
    for number, group in sorted(members.items())[:top]:
        best = sorted(group, key=lambda one: (-one.partners, one.id))[:6]
        more = f" and {len(group) - len(best)} more" if len(group) > len(best) else ""
        yield f"community {number}: {', '.join(one.label for one in best)}{more}"


def _way(way: Path) -> str:
    lines = [" – ".join(way.labels)]
    return "\n".join([*lines, *(f"  {_step(step)}" for steps in way.steps for step in steps)])


def _step(step: Step) -> str:
    status = "" if step.status == "asserted" else f" ({step.status})"
    count = support(step.documents, step.sources)
    return f"{step.subject}  {step.predicate}  {step.object}{status}, {count}"
