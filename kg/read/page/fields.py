"""The fields of a page, collected from front matter, from the blocks around its article and from outside the text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from kg.read.page import meta
from kg.read.page.article import Article
from kg.read.page.blocks import Block, strip_markup
from kg.read.page.cues import fold, load_cues
from kg.read.page.dates import normalise_date
from kg.read.page.frontmatter import Entry
from kg.records import Field, Span

ORDER = ("title", "publisher", "author", "date", "language", "url")

# A byline may follow the standfirst, and a dateline the bullet points of a release.
_NEAR = 3
# A page that lists its date, office and length above the headline does so in its first blocks.
_MASTHEAD = 3
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
# An encyclopedia sets its subject in bold where the first sentence names it.
_LEMMA = re.compile(
    r"\W*(?:The\s+|An?\s+)?(?P<mark>\*\*|__|''')(?P<title>[^*_\n]{3,90})(?P=mark)\s*(?:\(|is\b|was\b|are\b|were\b)"
)


### Front matter ######################################################################################################


def front_fields(text: str, entries: Sequence[Entry]) -> list[Field]:
    """Return the fields that the entries of front matter give."""
    return [field for entry in entries for field in _entry_fields(text, entry)]


def _entry_fields(text: str, entry: Entry) -> list[Field]:
    kind = _entry_kind(entry)
    if kind == "author":
        return meta.read_names(text, entry.span)
    value = _NORMAL.get(kind or "", _plain)(entry.value)
    return [Field(kind, value, entry.span)] if kind and kind != "article" and value else []


def _entry_kind(entry: Entry) -> str | None:
    kind = load_cues().keys.get(entry.key.replace("_", " ")) or load_cues().keys.get(entry.key)
    return "url" if kind == "publisher" and _URL.match(entry.value) else kind


def _plain(value: str) -> str | None:
    clean = strip_markup(value)
    return clean if fold(clean) not in load_cues().untitled else None


def _url(value: str) -> str | None:
    return value if _URL.fullmatch(value) else None


def _language(value: str) -> str | None:
    return value.replace("_", "-") if _TAG.fullmatch(value) else None


_NORMAL = {"date": normalise_date, "url": _url, "language": _language}


def front_spans(entries: Sequence[Entry]) -> list[Span]:
    """Return what of front matter belongs to the article: the title, and the lines of author, date and source."""
    spans: list[Span] = []
    for entry in entries:
        kind = _entry_kind(entry)
        if kind in {None, "url", "language"}:
            continue
        span = entry.span if kind == "title" else entry.line
        if spans and span.start <= spans[-1].end + 1:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    return spans


### Blocks ############################################################################################################


def block_fields(text: str, blocks: Sequence[Block]) -> dict[int, list[Field]]:
    """Return, by position, the fields that single blocks give; a label alone takes its value from the next block.

    A second block that gave its value to a label stands there with an empty list.
    """
    found: dict[int, list[Field]] = {}
    for i, block in enumerate(blocks):
        if i in found or block.kind == "table":
            continue
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        if following and _is_bare_label(text, block):
            fields = _labelled(text, block, following)
            if fields:
                found |= {i: fields, i + 1: []}
                continue
        fields = _single(text, block, first=i < _MASTHEAD)
        if fields:
            found[i] = fields
    return found | _signers(text, blocks, found)


_MOST_WORDS = 8
"""A longer line is no name of a body."""


def _signers(text: str, blocks: Sequence[Block], found: Mapping[int, list[Field]]) -> dict[int, list[Field]]:
    """Return the public bodies that stand beside the date: in the next item of a list, or in the lines above it."""
    signed: dict[int, list[Field]] = {}
    for day in (i for i, fields in found.items() if _is_day(fields)):
        kind = blocks[day].kind
        beside = (day - 1, day + 1) if kind == "item" else range(day - 1, day - 1 - _NEAR, -1)
        for i in beside:
            if not 0 <= i < len(blocks) or i in found or blocks[i].kind != kind or not _is_body(blocks[i].text):
                continue
            signed[i] = [Field("publisher", blocks[i].text, meta.trim(text, blocks[i].span))]
            signed[day] = [Field("date", field.value, field.span) for field in found[day]]
            break
    return signed


def _is_body(words: str) -> bool:
    name = fold(words)
    return len(name.split()) <= _MOST_WORDS and any(
        name == body or name.startswith(body + " ") for body in load_cues().bodies
    )


def _is_bare_label(text: str, block: Block) -> bool:
    if len(block.text) > 40:
        return False
    kind, rest = meta.split_label(text, block.span)
    return fold(block.text) == "by" or (kind is not None and not strip_markup(text[rest.start : rest.end]))


def _labelled(text: str, label: Block, value: Block) -> list[Field]:
    if fold(label.text) == "by":
        return meta.read_byline(text, Span(label.start, value.end))
    kind, _ = meta.split_label(text, label.span)
    return meta.read_value(text, str(kind), value.span) if len(value.text) <= 120 else []


def _single(text: str, block: Block, *, first: bool) -> list[Field]:
    """Return the fields of one block; a day alone in a list is the page's only among the `first` blocks."""
    if len(block.text) > 300:
        return []
    fields = meta.read_labels(text, block) or meta.read_byline(text, block.span)
    if fields or len(block.text) > 80 or (block.kind == "item" and not first):
        return fields
    return [Field("day", day.value, day.span) for day in meta.whole_date(text, block.span)]


def shown_fields(
    text: str, blocks: Sequence[Block], metas: Mapping[int, list[Field]], article: Article, *, has_title: bool
) -> list[Field]:
    """Return the fields that title, byline, dateline and signature show; `metas` as `block_fields` returns them."""
    fields = list(_titles(text, blocks, article, has_title=has_title))
    kept = set(article.kept)
    near = [i for i in sorted(metas) if i in kept and (i <= article.first + _NEAR or i >= article.last)]
    # Days that stand between the paragraphs are the headings of a chronicle, not its date of publication.
    days = [i for i in sorted(metas) if _is_day(metas[i]) and i in kept and article.first < i < article.last]
    chronicle = len(days) > 1 or not all(meta.read_dateline(text, blocks[i]) for i in days)
    for i in near:
        day = _is_day(metas[i])
        if day and (chronicle or i > article.last or (i > article.first and not meta.read_dateline(text, blocks[i]))):
            continue
        fields += [Field("date", field.value, field.span) if day else field for field in metas[i]]
    fields += _around_prose(text, blocks, article)
    return fields


def _is_day(fields: Sequence[Field]) -> bool:
    return any(field.name == "day" for field in fields)


def _titles(text: str, blocks: Sequence[Block], article: Article, *, has_title: bool) -> Iterator[Field]:
    title = blocks[article.title] if article.title is not None else None
    if not has_title and (title is None or not title.level) and article.first < len(blocks):
        lemma = _LEMMA.match(text, blocks[article.first].start, blocks[article.first].end)
        if lemma:
            yield Field("title", strip_markup(lemma["title"]), Span(*lemma.span("title")))
            return
    if title:
        raw = text[title.start : title.end]
        start = title.start + len(raw) - len(raw.lstrip("#* _\t"))
        end = title.start + len(raw.rstrip("#* _\t"))
        yield Field("title", title.text, Span(start, max(start, end)))


def _around_prose(text: str, blocks: Sequence[Block], article: Article) -> Iterator[Field]:
    """Yield what the head of the first paragraphs and the foot of the last say."""
    kept = [i for i in article.kept if i >= article.first]
    for i in kept[: _NEAR - 1]:
        yield from meta.read_dateline(text, blocks[i])
    for i in [i for i in kept if i >= article.last]:
        yield from meta.read_signature(text, blocks[i])


### One list ##########################################################################################################


def order_fields(given: Sequence[Field], shown: Sequence[Field]) -> tuple[Field, ...]:
    """Return given and shown fields by name, each value once; a field with a span stands for its equal without.

    Days without a year take it from the other dates. An editor stands in for a missing author, an agency's signature
    for a missing publisher, the day of an update for a missing date; the last without span, since it is not the day
    of publication.
    """
    fields = _once(chain(given, _with_years([*given, *shown])))
    for name, stand_in in (("author", "editor"), ("publisher", "wire"), ("date", "updated")):
        if not any(field.name == name for field in fields):
            spans = {field: None if stand_in == "updated" else field.span for field in fields}
            fields = [Field(name, f.value, spans[f]) if f.name == stand_in else f for f in fields]
    return tuple(field for name in ORDER for field in fields if field.name == name)


def _with_years(fields: Sequence[Field]) -> Iterator[Field]:
    years = [field.value[:4] for field in fields if field.name in {"date", "updated"} and field.value[:4].isdigit()]
    for field in fields:
        if not field.value.startswith("--") or field.name != "date":
            yield field
        elif years:
            yield Field("date", years[0] + field.value[1:], field.span)


def _once(fields: Iterator[Field]) -> list[Field]:
    """Return the fields without repetitions, each at its first place, with a span if any of its equals has one."""
    kept: list[Field] = []
    for field in fields:
        at = next((i for i, other in enumerate(kept) if _is_same(field, other)), None)
        if at is None:
            kept.append(field)
        elif kept[at].span is None and field.span is not None:
            kept[at] = field
    return kept


def _is_same(field: Field, other: Field) -> bool:
    if field.name != other.name:
        return False
    if field.name == "date" and other.span is None:
        return field.value.startswith(other.value)
    return fold(field.value) == fold(other.value)
