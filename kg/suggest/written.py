"""Write proposals as an ontology in Turtle, and as rows of gazetteers."""

import json
from collections.abc import Iterator, Sequence

from kg.lexicon import columns_of
from kg.ontology import IMPORT, NAMESPACE, Ontology
from kg.store.results import readable
from kg.suggest.candidates import PHRASE, VERB
from kg.suggest.proposals import Rule, Suggestions
from kg.text import counted

_NEW = "https://example.org/suggested#"
_PREFIXES = (
    ("kg", NAMESPACE),
    ("new", _NEW),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
)
_MOST_WRONG = 10
"""Statements that a comment lists of those that nobody made."""


def as_turtle(found: Suggestions, ontology: Ontology) -> str:
    """Return what is proposed as an ontology; `ontology` is the one that it was found with."""
    return turtle(found.rules, ontology, imports=not found.extends, head=summary(found))


def turtle(rules: Sequence[Rule], ontology: Ontology, *, imports: bool = True, head: Sequence[str] = ()) -> str:
    """Return rules as an ontology, with what they find in comments, and `head` as the first of these.

    With `imports` it is one to build with as it is; else it is to be added to the file that `ontology` was read from.
    """
    lines = [*(f"# {line}" for line in head), *([""] if head else [])]
    lines += [f"@prefix {prefix}: <{iri}> ." for prefix, iri in _PREFIXES]
    if imports:
        lines += ["", f"<{_NEW.rstrip('#')}> owl:imports <{IMPORT}> ."]
    for rule in rules:
        lines += ["", *_comments(rule), *_written(rule, ontology)]
    return "\n".join(lines) + "\n"


def _comments(rule: Rule) -> Iterator[str]:
    yield f"# gain {rule.gain}, cost {rule.cost}, in {', '.join(map(_line, rule.documents))}"
    for one in rule.wrong[:_MOST_WRONG]:
        fact = f"{_line(one.subject)} {one.predicate} {_line(one.object)}"
        yield f"#   new: {fact} ({_line(one.source)}): {_line(one.quote)}"
    if rule.cost > _MOST_WRONG:
        yield f"#   and {rule.cost - _MOST_WRONG} more"


def _written(rule: Rule, ontology: Ontology) -> Iterator[str]:
    if rule.kind == VERB:
        frame = ontology.frames[rule.name]
        yield f"<{frame.iri}> kg:verb {_text(rule.words)} ;"
        yield f"    skos:example {_text(rule.example)} ."
        return
    label = ontology.properties[rule.predicate].label
    yield f"new:{rule.name} a kg:{'Phrase' if rule.kind == PHRASE else 'Frame'} ;"
    yield f"    rdfs:comment {_text(f'Suggested by what a witness said: {label}.')}@en ;"
    if rule.status != "asserted":
        yield f"    kg:status kg:{rule.status} ;"
    yield from _body(rule, ontology)
    yield f"    skos:example {_text(rule.example)} ."


def _body(rule: Rule, ontology: Ontology) -> Iterator[str]:
    predicate = f"<{ontology.properties[rule.predicate].iri}>".replace(
        f"<{NAMESPACE}{rule.predicate}>", f"kg:{rule.predicate}"
    )
    if rule.kind == PHRASE:
        yield f"    kg:pattern {_text(rule.words)} ;"
        yield f'    kg:states ( "subject" {predicate} "object" ) ;'
        return
    subject = rule.role or "agent"
    other = "theme" if subject == "agent" else "agent"
    yield f"    kg:verb {_text(rule.words)} ;"
    yield f"    kg:{subject} {_classes(rule.subjects, ontology)} ; kg:{other} {_classes(rule.objects, ontology)} ;"
    yield f"    kg:states ( kg:{subject} {predicate} kg:{other} ) ;"


def _classes(names: Sequence[str], ontology: Ontology) -> str:
    iris = [ontology.classes[name].iri for name in names]
    return " , ".join(f"kg:{iri.removeprefix(NAMESPACE)}" if iri.startswith(NAMESPACE) else f"<{iri}>" for iri in iris)


def _text(words: str) -> str:
    """Return a literal; what JSON escapes Turtle escapes alike."""
    return json.dumps(words, ensure_ascii=False)


def _line(words: str) -> str:
    """Return words as part of a line, without what a terminal would obey."""
    return readable(" ".join(words.split()))


### Names #############################################################################################################


def as_tables(suggestions: Suggestions) -> dict[str, str]:
    """Return the gazetteers that rows make, by the names of their files, each with the line of its columns."""
    found: dict[str, list[str]] = {}
    for row in suggestions.rows:
        found.setdefault(f"{row.table}.tsv", ["\t".join(columns_of(row.table))]).append("\t".join(row.cells))
    return {name: "\n".join(lines) + "\n" for name, lines in sorted(found.items())}


def summary(found: Suggestions) -> list[str]:
    """Return what rules find of what witnesses say, a line each."""
    said, now = f"Witnesses make {counted(found.told, 'statement')}.", f"Rules find {found.before:,} of them"
    lines = [f"{said} {now}, with the rules proposed {found.after:,}, with the names too {found.with_names:,}."]
    if found.unheard:
        lines.append(f"Not answered about, or not about the whole: {counted(found.unheard, 'document')}.")
    if found.lost:
        lines.append(f"Found no more: {counted(found.lost, 'statement')} that rules make now.")
    if found.extends and found.rules:
        lines.append(f"To be added to {_line(found.extends)}")
    return lines
