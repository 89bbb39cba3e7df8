"""What every page has: head, navigation, the search box; and how terms of the graph become HTML.

Everything that comes from the graph or from a client is escaped, and only http(s) addresses become links.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

_LINKS = (("/", "Start"), ("/documents", "Documents"), ("/graph", "Graph"), ("/sparql", "Query"))

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/style.css">
<link rel="icon" href="/static/icon.svg" type="image/svg+xml">{head}</head>
<body><a class="skip" href="#main">Skip to the content</a>
<header><nav aria-label="Pages">{links}</nav>
<form action="/search" role="search"><label class="unseen" for="words">Search the graph</label>
<input id="words" name="q" type="search" value="{words}" placeholder="Names, quotes, documents">
<button>Search</button></form>
</header>
<main id="main"><h1 dir="auto">{title}</h1>
{body}
</main></body></html>
"""


def page(  # noqa: PLR0913
    title: str,
    body: str,
    *,
    words: str = "",
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    at: str = "",
    alternate: str = "",
) -> str:
    """Return a page: `body` is HTML; `styles` and `scripts` are names of static files; `at` is its own address.

    `words` is what stands in the search box, `alternate` the address of the same as Turtle.
    """
    head = [f'<link rel="alternate" type="text/turtle" href="{alternate}">'] if alternate else []
    head += [f'<link rel="stylesheet" href="/static/{name}">' for name in styles]
    head += [f'<script src="/static/{name}" defer></script>' for name in scripts]
    return _PAGE.format(title=escape(title), body=body, words=escape(words), head="".join(head), links=page_links(at))


def page_links(at: str) -> str:
    """Return the links to the pages; `at` is the address of the one they stand on."""
    here = {at: ' aria-current="page"'}
    return " ".join(f'<a href="{href}"{here.get(href, "")}>{name}</a>' for href, name in _LINKS)


def address(path: str, **parameters: str) -> str:
    """Return an address on this server, ready to stand in an attribute.

    >>> address("/entity", iri="http://a.example/b?c&d")
    '/entity?iri=http%3A%2F%2Fa.example%2Fb%3Fc%26d'
    """
    fields = "&amp;".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
    return f"{path}?{fields}" if fields else path


def steps(path: str, offset: int, size: int, *, has_more: bool, **fields: str) -> str:
    """Return links to the parts of a long list before and behind the one from `offset` on, nothing for a short list."""
    links = []
    if offset:
        links.append(f'<a rel="prev" href="{address(path, **fields, start=str(max(0, offset - size)))}">Back</a>')
    if has_more:
        links.append(f'<a rel="next" href="{address(path, **fields, start=str(offset + size))}">More</a>')
    return f'<nav class="steps" aria-label="Parts of the list">{" ".join(links)}</nav>' if links else ""


def link(href: str, text: str) -> str:
    """Return a link; `href` comes from `address`, `text` is escaped here."""
    return f'<a href="{href}" dir="auto">{escape(text)}</a>'


def outside(url: str, text: str | None = None) -> str:
    """Return a link to another server, the mere text where the address is none of the web.

    >>> outside("javascript:alert(1)")
    'javascript:alert(1)'
    """
    shown = escape(url if text is None else text)
    if not url.startswith(("http://", "https://")):
        return shown
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{shown}</a>'


def term(found: Mapping[str, Any] | None) -> str:
    """Return a term of SPARQL JSON results as HTML; what is named by an IRI leads to its own page."""
    if found is None:
        return ""
    value = found["value"]
    if not isinstance(value, str):  # a triple term of RDF 1.2
        return " ".join(term(value[part]) for part in ("subject", "predicate", "object"))
    if found["type"] == "uri":
        return link(address("/entity", iri=value), value)
    return f'<span dir="auto">{escape(value)}</span>'
