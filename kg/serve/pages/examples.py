"""The named questions as examples to begin a query with."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape

from kg.serve.pages.frame import address
from kg.serve.settings import Refusal

_PARAMETER = re.compile(r"^# param .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A query that answers what its description says."""

    name: str
    description: str
    text: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the named questions.

    A parameter is left open, which means all there are; how to bind it stands as a comment where that has its place.
    """
    from kg.store.guard import where_begins  # loads Oxigraph, which a server that programs ask does not need
    from kg.store.questions import named_queries

    found = []
    for question in named_queries():
        text = _PARAMETER.sub("", question.text)
        at = where_begins(text)
        for parameter in reversed(question.parameters):
            sample = f'"…"^^xsd:{parameter.datatype}' if parameter.datatype else "<IRI>"
            hint = f"\n  # For one only: VALUES ?{parameter.name} {{ {sample} }}  {parameter.description}"
            text = text[:at] + hint + text[at:]
        found.append(Example(question.name, question.description, text))
    return tuple(found)


def example_text(name: str) -> str:
    """Return the query of an example; raise Refusal for a name that none has."""
    for example in examples():
        if example.name == name:
            return example.text
    names = ", ".join(example.name for example in examples())
    raise Refusal(404, f"there is no example {name[:200]!r}. There are: {names}.")


def example_list(*, plain: bool) -> str:
    """Return the examples as links that open the page with them; scripts take the text from the links themselves."""
    editor = {"editor": "plain"} if plain else {}
    items = "".join(
        f'<li><a href="{address("/sparql", example=one.name, **editor)}" data-query="{escape(one.text)}">'
        f"{escape(one.name)}</a> <span>{escape(one.description)}</span></li>"
        for one in examples()
    )
    return f'<details id="examples"><summary>Examples</summary><ul>{items}</ul></details>'
