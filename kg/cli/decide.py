"""What the commands share that write down decisions about a graph: their options, and what they print."""

import getpass
import os
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kg.cli import options
from kg.curation import Accept, Decision, Note, Reject, add_decision, check_day
from kg.curation.names import Names, Page, Stated
from kg.errors import KGError
from kg.graph import KnowledgeGraph

FILE = "curation.ttl"
"""Where decisions are written to unless the user says otherwise: in the working folder, which builds leave alone."""

curation_option = click.option(
    "--curation",
    metavar="FILE",
    default=FILE,
    show_default=True,
    type=click.Path(path_type=Path),
    help="The file of decisions.",
)
_OPTIONS = (
    curation_option,
    click.option("--why", metavar="TEXT", default="", help="Why: for those who read the decision later."),
    click.option("--who", metavar="NAME", envvar="KG_CURATOR", show_envvar=True, help="Who decides, if not you."),
    click.option("--when", metavar="DAY", help="The day of the decision, if not today."),
    options.quiet,
)
document_option = click.option(
    "--document", metavar="DOCUMENT", help="In this document alone: its file name, title or path."
)


def decision_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a decision; they become one `note`, beside `curation` and `quiet`."""

    @wraps(command)
    def with_note(*positional: Any, **given: Any) -> Any:
        who, when, why = (given.pop(name) for name in ("who", "when", "why"))
        return command(*positional, **given, note=_note(who, when, why))

    for option in reversed(_OPTIONS):
        with_note = option(with_note)
    return with_note


def _note(who: str | None, when: str | None, why: str) -> Note:
    day = date.today().isoformat() if when is None else when  # noqa: DTZ011 - the day that it is for who decides
    check_day(day)
    return Note(who or _user(), day, " ".join(why.split()))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the system; Python 3.13 raises the second
        return os.environ.get("HOSTNAME", "unknown")


def names_of(graph: KnowledgeGraph) -> Names:
    """Return what finds the things of a graph."""
    return Names(graph.store, graph.ontology)


def decide(path: Path, decision: Decision, *, quiet: bool) -> None:
    """Write a decision down, and print it with what makes it count."""
    known = add_decision(path, decision)
    if quiet:
        return
    if known is None:
        click.echo(f"{path}: {decision}")
        click.echo(f"The next build follows it: kg build SOURCE --curation {path}")
    else:
        told = f" ({known.note})" if str(known.note) else ""
        click.echo(f"{path} says so already: {known}{told}")


def judge(  # noqa: PLR0913 - all but the first three are keyword-only
    kind: type[Reject | Accept],
    found: list[Stated],
    path: Path,
    *,
    page: Page | None,
    note: Note,
    number: int | None,
    every: bool,
    quiet: bool,
) -> None:
    """Write down what is thought of the facts that were found; raise KGError when it is not clear which are meant."""
    for fact in _chosen(found, number, every=every):
        document = page.sha256 if page else None
        decision = kind(fact.subject, fact.predicate, fact.object, fact.status, document, note)
        decide(path, decision, quiet=quiet)


def _chosen(found: list[Stated], number: int | None, *, every: bool) -> list[Stated]:
    if not found:
        message = "no document states such a fact. What is stated of a thing is shown by: kg explain NAME"
        raise KGError(message)
    if number is not None:
        if number > len(found):
            message = f"there are {len(found)} such facts, so none has the number {number}."
            raise KGError(message)
        return [found[number - 1]]
    if len(found) > 1 and not every:
        lines = [f"  {at:3}  {fact}  [{_places(fact)}]" for at, fact in enumerate(found, 1)]
        advice = "Choose one with --number N, name property and object, or take --all of them."
        message = "\n".join([f"{len(found)} facts fit:", *lines, advice])
        raise KGError(message)
    return found


def _places(fact: Stated) -> str:
    files = sorted({one.source for one in fact.places})
    return ", ".join(files[:3]) + (" …" if len(files) > 3 else "")


number_option = click.option(
    "--number", metavar="N", type=click.IntRange(min=1), help="Which of the facts that fit, as they are listed."
)
all_option = click.option("--all", "every", is_flag=True, help="All facts that fit.")
