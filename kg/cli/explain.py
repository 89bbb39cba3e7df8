"""`kg explain`: the sentences behind the facts."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from kg.cli import options
from kg.graph import open_graph
from kg.records import Span
from kg.store.explain import Explanation
from kg.text import counted

_SIGNS = {"subject": ("[", "]"), "trigger": ("*", "*"), "object": ("[", "]")}
_STYLES: dict[str, dict[str, Any]] = {
    "subject": {"fg": "cyan", "bold": True},
    "trigger": {"underline": True},
    "object": {"fg": "magenta", "bold": True},
}


@click.command()
@click.argument("subject")
@click.argument("predicate", required=False)
@click.argument("object_", metavar="[OBJECT]", required=False)
@options.folder_option
@click.option("--found-by", metavar="NAME", help="Only what NAME found: a rule, a witness, rules, witnesses or both.")
@options.format_option(("text", "json"), default="text")
def command(
    subject: str, predicate: str | None, object_: str | None, *, folder: Path, found_by: str | None, form: str
) -> None:
    """Show the sentences behind the facts.

    SUBJECT and OBJECT are given by label, code, path or IRI, PREDICATE by its name: kg explain China "signatory of".
    Each fact comes with its status, the documents that state it, their sentences (subject, verb and object marked),
    who says so, and who found it: the frame or phrase, and the witnesses. An inferred fact comes with the words of the
    ontology that let it follow, and with the sentences of the facts that it follows from; a conclusion of OWL 2 RL
    names the reasoner in their place. Where several documents state a fact, it says how many independent sources they
    are (copies of one text are one), and where others contradict it, which value they give and in what words.
    """
    with open_graph(folder) as graph:
        told = graph.explain(subject, predicate, object_, found_by=found_by)
    if form == "json":
        click.echo(json.dumps([asdict(one) for one in told], ensure_ascii=False, indent=1))
    elif told:
        click.echo("".join(f"{line}\n" for line in _lines(told)), nl=False)
    else:
        click.echo("no document says anything of this", err=True)


def _lines(told: Iterable[Explanation]) -> Iterator[str]:
    for number, (head, facts) in enumerate(groupby(told, key=_head)):
        if number:
            yield ""
        yield click.style(head, bold=True)
        yield from _told([*facts])


def _told(facts: Sequence[Explanation]) -> Iterator[str]:
    """Yield the lines below a fact: axioms and premises of an inferred one, and the places that state it or them."""
    yield from _together(facts[0])
    if facts[0].axioms:
        yield f"  follows: {'; '.join(facts[0].axioms)}"
    said: object = None
    for fact in facts:
        if fact.premise and fact.premise != said:
            said = fact.premise
            yield f"  from: {'  '.join(part.label for part in fact.premise)}"
        if fact.document.iri:
            yield f"  {_place(fact)}"
            if fact.evidence:
                yield f"    {_marked(fact)}"
            yield f"    {_found(fact)}"


def _together(told: Explanation) -> Iterator[str]:
    """Yield what all documents together say of a fact: how many sources they are, and who contradicts it."""
    if told.documents > 1:
        yield f"  {counted(told.documents, 'document')}, {counted(told.sources, 'independent source')}"
    for one in told.against:
        date = f", {one.date}" if one.date else ""
        yield f"  contradicted: {one.value.label}: {one.document.label}{date} ({one.source})"
        yield f"    {' '.join(one.quote.split())}"


def _head(told: Explanation) -> str:
    status = "" if told.status == "asserted" else f"  ({told.status})"
    return f"{told.subject.label}  {told.predicate.label}  {told.object.label}{status}"


def _place(told: Explanation) -> str:
    page = f", page {told.page}" if told.page else ""
    date = f", {told.date}" if told.date else ""
    return f"{told.document.label}{date} ({told.source}{page})"


def _found(told: Explanation) -> str:
    parts = []
    if told.attributed_to:
        parts.append(f"according to {told.attributed_to.label}")
    if told.role:
        parts.append(f"as {told.role}")
    if told.finders.names:
        parts.append(f"found by {' · '.join(told.finders.names)}")
    return ", ".join(parts)


def _marked(told: Explanation) -> str:
    """Return the quote with its parts marked, on one line: in colour at a terminal, between signs elsewhere."""
    if told.evidence is None:
        return ""
    quote, marks = told.evidence.quote, told.marks()
    shown = _coloured(quote, marks) if sys.stdout.isatty() else _signed(quote, marks)
    return " ".join(shown.split())


def _signed(quote: str, marks: Iterable[tuple[str, Span]]) -> str:
    """Return the quote with signs around its parts; a part may lie inside another.

    >>> _signed("NASA runs it", [("subject", Span(0, 4)), ("trigger", Span(5, 9))])
    '[NASA] *runs* it'
    """
    before: defaultdict[int, str] = defaultdict(str)
    after: defaultdict[int, str] = defaultdict(str)
    for name, span in sorted(marks, key=lambda mark: (mark[1].start, -mark[1].end)):
        sign = _SIGNS[name]
        before[span.start] += sign[0]
        after[span.end] = sign[1] + after[span.end]
    return "".join(after[at] + before[at] + quote[at : at + 1] for at in range(len(quote) + 1))


def _coloured(quote: str, marks: Iterable[tuple[str, Span]]) -> str:
    """Return the quote with its parts styled; where one lies inside another, the inner one shows."""
    styles = [""] * len(quote)
    for name, span in sorted(marks, key=lambda mark: mark[1].start - mark[1].end):
        styles[span.start : span.end] = [name] * (span.end - span.start)
    runs = (
        (name, "".join(quote[at] for at in run)) for name, run in groupby(range(len(quote)), key=styles.__getitem__)
    )
    return "".join(click.style(text, **_STYLES[name]) if name else text for name, text in runs)
