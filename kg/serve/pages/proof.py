"""Show where a document states a fact: the sentence with its marks, the document, who says so."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from kg.serve.pages.facts import Proof
from kg.serve.pages.frame import address, link


def proof_html(proof: Proof) -> str:
    """Return a quote with the words that state the fact marked, and a line that says where it stands."""
    return (
        f'<figure class="proof"><blockquote dir="auto">{marked(proof.quote, proof.marks)}</blockquote>'
        f"<figcaption>{' · '.join(_about(proof))}</figcaption></figure>"
    )


def place(document: str, statement: str) -> str:
    """Return the address of a statement, or of evidence, within its document's page."""
    return f"{address('/document', iri=document)}#{escape(anchor(statement))}"


def anchor(statement: str) -> str:
    """Return the name of a statement, or of evidence, within the page of its document: the last parts of its IRI.

    >>> anchor("https://kg.example/evidence/3c0f")
    'evidence-3c0f'
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", "/".join(statement.rsplit("/", 2)[-2:]))


def _about(proof: Proof) -> Iterator[str]:
    yield f'<a href="{place(proof.document, proof.statement)}" dir="auto">{escape(proof.title)}</a>'
    if proof.date:
        yield f"<time>{escape(proof.date)}</time>"
    if proof.page:
        yield f"page {escape(proof.page)}"
    if proof.said_by:
        yield f"says {link(address('/entity', iri=proof.said_by), proof.speaker)}"
    if proof.role:
        yield f"as <span dir='auto'>{escape(proof.role)}</span>"
    if proof.finders.names:
        yield f'<span class="quiet">found by {escape(" · ".join(proof.finders.names))}</span>'


def marked(text: str, marks: Sequence[tuple[int, int, str]]) -> str:
    """Return a text as HTML with its marks, of which one within another is left out.

    >>> marked("India & Peru", [(0, 5, "subject")])
    '<mark class="subject">India</mark> &amp; Peru'
    """
    parts, at = [], 0
    for start, end, name in sorted(marks):
        if start >= at:
            parts += [escape(text[at:start]), f'<mark class="{name}">{escape(text[start:end])}</mark>']
            at = end
    return "".join([*parts, escape(text[at:])])
