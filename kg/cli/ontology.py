"""`kg ontology`: what the ontology says, and whether one of your own is right."""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from kg.cli import options
from kg.examples import check_examples
from kg.lexicon import load_lexicon
from kg.ontology import Ontology, load_ontology
from kg.resources import ONTOLOGY

KINDS = ("classes", "properties", "frames", "phrases")


@click.command()
@click.argument("kinds", metavar="[KIND]...", nargs=-1, type=click.Choice(KINDS))
@options.ontology
@click.option(
    "--check", metavar="FILE", type=click.Path(path_type=Path), help="Check an ontology and run its examples."
)
@options.format_option(("table", "json"), default="table")
def command(kinds: tuple[str, ...], *, ontology: Path | None, check: Path | None, form: str) -> int:
    """Show the ontology, or check one of your own.

    KIND is classes, properties, frames or phrases; all of them without it.
    """
    if check:
        return _check(check)
    loaded = load_ontology(ontology or ONTOLOGY)
    shown = {kind: _rows(loaded, kind) for kind in kinds or KINDS}
    if form == "json":
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(_section(kind, rows) for kind, rows in shown.items()))
    return 0


def _check(path: Path) -> int:
    loaded = load_ontology(path)
    problems = check_examples(loaded, load_lexicon())
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    if not problems:
        rules = {**loaded.frames, **loaded.phrases}
        examples = sum(len(rule.examples) for rule in rules.values())
        click.echo(f"{path}: {len(rules)} frames and phrases, {examples} examples, all read as they should")
    return 1 if problems else 0


Row = Mapping[str, object]


def _rows(ontology: Ontology, kind: str) -> list[Row]:
    if kind == "classes":
        return [{"name": c.name, "below": list(c.parents), "comment": c.comment} for c in ontology.classes.values()]
    if kind == "properties":
        return [
            {"name": p.name, "from": sorted(p.domain), "to": sorted(p.range), "comment": p.comment}
            for p in ontology.properties.values()
        ]
    if kind == "frames":
        return [
            {
                "name": f.name,
                "words": [*f.verbs, *f.nouns],
                "states": [f"{s.subject} {s.predicate} {s.object}" for s in f.states],
                "comment": f.comment,
            }
            for f in ontology.frames.values()
        ]
    return [
        {
            "name": p.name,
            "words": list(p.patterns),
            "states": [f"{s.subject} {s.predicate} {s.object}" for s in p.states],
            "comment": p.comment,
        }
        for p in ontology.phrases.values()
    ]


def _section(kind: str, rows: list[Row]) -> str:
    return "\n".join([f"{kind} ({len(rows)})", *(_row(row) for row in rows)])


def _row(row: Row) -> str:
    more = [f"{name}: {', '.join(map(str, value))}" for name, value in row.items() if isinstance(value, list) and value]
    lines = [f"  {row['name']}  {row['comment']}".rstrip(), *(f"      {line}" for line in more)]
    return "\n".join(lines)
