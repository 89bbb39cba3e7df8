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
from kg.curation.names import Names, Stated
from kg.errors import KGError
from kg.graph import KnowledgeGraph, open_graph

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


_FACTS = (
    click.argument("subject"),
    click.argument("predicate", required=False),
    click.argument("object_", metavar="[OBJECT]", required=False),
    document_option,
    click.option(
        "--number", metavar="N", type=click.IntRange(min=1), help="Which of the facts that fit, as they are listed."
    ),
    click.option("--all", "every", is_flag=True, help="All facts that fit."),
    options.folder_option,
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


def judges(kind: type[Reject | Accept]) -> Callable[[Callable[[], None]], Callable[..., None]]:
    """Make a command of a docstring: it writes down what is thought of facts, those that its arguments choose."""

    def decorate(command: Callable[[], None]) -> Callable[..., None]:
        @wraps(command)
        def judged(*, folder: Path, curation: Path, note: Note, quiet: bool, **chosen: Any) -> None:
            facts, document = _facts(folder, **chosen)
            for fact in facts:
                decision = kind(fact.subject, fact.predicate, fact.object, fact.status, document, note)
                decide(curation, decision, quiet=quiet)

        with_facts = decision_options(judged)
        for parameter in reversed(_FACTS):
            with_facts = parameter(with_facts)
        return with_facts

    return decorate


def _facts(  # noqa: PLR0913 - what a command line says of facts
    folder: Path,
    *,
    subject: str,
    predicate: str | None,
    object_: str | None,
    document: str | None,
    number: int | None,
    every: bool,
) -> tuple[list[Stated], str | None]:
    """Return the facts that are meant, and the hash of the document's text if one is; KGError where it is not clear."""
    with open_graph(folder) as graph:
        names = names_of(graph)
        page = names.page(document) if document is not None else None
        found = names.facts(subject, predicate, object_, page)
    return _chosen(found, number, every=every), page.sha256 if page else None


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
