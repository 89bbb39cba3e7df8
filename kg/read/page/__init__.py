"""What a page's text shows by itself: its metadata, and which of its ranges are the article."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.read.page.article import find_article, join_blocks
from kg.read.page.blocks import split_blocks
from kg.read.page.fields import block_fields, front_fields, front_spans, order_fields, shown_fields
from kg.read.page.frontmatter import read_front_matter
from kg.read.page.kinds import classify
from kg.records import Field, Span

__all__ = ["Page", "read_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """The fields in order of name, the ranges of the article, and what is wrong with front matter: (line, words)."""

    fields: tuple[Field, ...]
    main: tuple[Span, ...]
    problem: tuple[int, str] | None = None


def read_page(text: str, given: Iterable[Field] = ()) -> Page:
    r"""Return what the text shows. `given` are fields from outside it; they come first where the text says otherwise.

    >>> page = read_page("Two agencies sign\n\nBy Ann Lee\n\nThe two agencies signed a pact in Paris on Monday.")
    >>> [(field.name, field.value) for field in page.fields]
    [('title', 'Two agencies sign'), ('author', 'Ann Lee')]
    """
    given = tuple(given)
    front = read_front_matter(text)
    heads = front_fields(text, front.entries) if front else []
    blocks = split_blocks(text, front.span.end if front else 0)
    metas = block_fields(text, blocks)
    kinds = classify(blocks, metas)
    known = [field.value for field in (*given, *heads) if field.name == "title"]
    article = find_article(blocks, kinds, known)
    shown = [*heads, *shown_fields(text, blocks, metas, article, has_title=bool(known))]
    main = [*(front_spans(front.entries) if front else ()), *join_blocks(blocks, article.kept)]
    return Page(order_fields(given, shown), tuple(main) or _whole(text), front.problem if front else None)


def _whole(text: str) -> tuple[Span, ...]:
    start = len(text) - len(text.lstrip())
    return (Span(start, len(text.rstrip())),) if text.strip() else ()
