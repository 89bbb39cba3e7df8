"""Fill the template of the page: what differs between the page as a file and the page that a server sends."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from kg.view.names import words
from kg.view.picture import Fact, Picture, Thing
from kg.view.scripts import asset

SPOKEN_FACTS = 200
"""So many facts stand in the page as plain HTML, for browsers without scripts."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The parts of a page, as HTML: what stands in its head, before its title, and at its end.

    `entity` is the address of an entity's page, to which its IRI in percent-encoding is added; without it the plain
    facts have no links.
    """

    head: str
    data: str
    scripts: str
    pages: str = ""
    entity: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


def fill_template(picture: Picture, shell: Shell, *, title: str) -> str:
    """Return the page."""
    parts = {
        "HEAD": shell.head,
        "PAGES": shell.pages,
        "TITLE": html.escape(title),
        "FACTS": "\n".join(_spoken(picture, fact, shell) for fact in picture.facts[:SPOKEN_FACTS]),
        "DATA": shell.data,
        "SCRIPTS": shell.scripts,
    }
    page = re.sub(r"\{\{([A-Z]+)\}\}", lambda found: parts[found[1]], asset("page.html"))
    return page.encode("utf-8", "replace").decode("utf-8")  # lone surrogates are not UTF-8


def _spoken(picture: Picture, fact: Fact, shell: Shell) -> str:
    """Return a fact as a list item."""
    relation = shell.labels.get(fact.predicate) or words(fact.predicate)
    ends = [_name(picture.things[end], shell.entity) for end in (fact.subject, fact.object)]
    status = "" if fact.status == "asserted" else f" ({fact.status})"
    return f"<li>{ends[0]} — {html.escape(relation)} → {ends[1]}{status}</li>"


def _name(thing: Thing, entity: str) -> str:
    if not entity:
        return html.escape(thing.label)
    return f'<a href="{html.escape(entity + quote(thing.iri, safe=""))}" dir="auto">{html.escape(thing.label)}</a>'
