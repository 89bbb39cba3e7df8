"""Which blocks of a page are the article: what the place of each block among the others says."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.read.page.blocks import Block
from kg.read.page.cues import fold
from kg.read.page.kinds import Kind, count_words, ends_sentence, is_breadcrumb, last_crumb
from kg.read.page.meta import is_name
from kg.records import Span

_NEVER = frozenset({Kind.NOISE, Kind.OPENER, Kind.PAUSE, Kind.CLOSER, Kind.CONTACT, Kind.END})
_BETWEEN = frozenset({Kind.NOISE, Kind.MENU, Kind.ADDRESS, Kind.CONTACT, Kind.END})

# A headline has at most so many words; a line before it that the article keeps has more than a menu's.
_HEADLINE_WORDS = range(1, 31)
_MENU_WORDS = 3
_HEAD_LINES = 80
_SENTENCE_TITLE = 16
_TITLE_FROM = 1.5
# So many lines after the last paragraph, each long enough for a headline, are a list of other articles.
_HEADLINES = 4


@dataclass(frozen=True, slots=True)
class Article:
    """The positions of the blocks that are the article, and that of its headline; `first` and `last` paragraph."""

    kept: tuple[int, ...]
    title: int | None
    first: int
    last: int


def find_article(blocks: Sequence[Block], kinds: Sequence[Kind], known: Collection[str] = ()) -> Article:
    """Return which blocks are title, byline and body; `known` are titles that the page's metadata give."""
    live = _outside_sections(blocks, kinds)
    prose = [i for i in live if kinds[i] is Kind.PROSE]
    if len(prose) > 1 and _is_sentence_title(blocks, kinds, prose[0], live[0]):
        del prose[0]
    first, last = (prose[0], prose[-1]) if prose else (len(blocks), len(blocks))
    crumbs = [last_crumb(block.text) for block in blocks[:first] if is_breadcrumb(block.text)]
    title = _find_title(blocks, kinds, [i for i in live if i < first], {fold(t) for t in [*known, *crumbs]})
    head = _head(blocks, kinds, [i for i in live if i < first], title)
    body = [i for i in live if first <= i <= last and _in_body(blocks, kinds, i)]
    tail = _tail(blocks, kinds, [i for i in live if i > last])
    return Article((*head, *body, *tail), title, first, last)


def join_blocks(blocks: Sequence[Block], kept: Sequence[int]) -> list[Span]:
    """Return the spans of the kept blocks, neighbours in one."""
    spans: list[Span] = []
    before = -2
    for i in kept:
        if i == before + 1:
            spans[-1] = Span(spans[-1].start, blocks[i].end)
        else:
            spans.append(blocks[i].span)
        before = i
    return spans


### Sections that are not the article #################################################################################


def _outside_sections(blocks: Sequence[Block], kinds: Sequence[Kind]) -> list[int]:
    """Return the positions that are in no section of other things."""
    live: list[int] = []
    opener: int | None = None
    seen_prose = False
    for i, kind in enumerate(kinds):
        if kind in {Kind.OPENER, Kind.CLOSER, Kind.PAUSE}:
            hard = opener is not None and kinds[opener] is not Kind.PAUSE
            opener = opener if hard and kind is Kind.PAUSE else i
        elif opener is not None and _resumes(blocks, kinds, opener, i, seen_prose=seen_prose):
            if not seen_prose:
                live += _title_before(blocks, kinds, opener, i)
            opener = None
        if opener is None:
            live.append(i)
            seen_prose = seen_prose or kind is Kind.PROSE
    return live


def _resumes(blocks: Sequence[Block], kinds: Sequence[Kind], opener: int, i: int, *, seen_prose: bool) -> bool:
    """Return whether the article goes on at block `i` after a section began at `opener`.

    One paragraph ends a pause. After other openers, paragraphs come as teasers too, one after each headline; so it
    takes three in a row, or two that follow no headline, or a heading of the opener's rank before one.
    """
    heading = blocks[opener].kind == "heading"
    if heading and blocks[i].kind == "heading" and blocks[i].level <= blocks[opener].level:
        return _run(blocks, kinds, i + 1) >= 1
    run = _run(blocks, kinds, i)
    if kinds[opener] is Kind.PAUSE or run == 0:
        return run >= 1
    before = blocks[i - 1]
    headline = kinds[i - 1] is Kind.SHORT and before.kind in {"line", "heading"}
    return run >= (3 if headline and seen_prose else 2)


def _run(blocks: Sequence[Block], kinds: Sequence[Kind], start: int) -> int:
    """Return how many paragraphs follow one another from `start`, boilerplate between them not counted."""
    count = 0
    for i in range(start, len(blocks)):
        if kinds[i] is Kind.PROSE and blocks[i].kind == "line":
            count += 1
        elif kinds[i] not in _BETWEEN or not count:
            break
        if count == 3:
            break
    return count


def _title_before(blocks: Sequence[Block], kinds: Sequence[Kind], opener: int, i: int) -> list[int]:
    """Return the headline and metadata right before the first paragraph, which a section at the head swallowed."""
    taken: list[int] = []
    for j in range(i - 1, opener, -1):
        if kinds[j] is Kind.META:
            taken.append(j)
        elif kinds[j] is Kind.SHORT and count_words(blocks[j].text) in _HEADLINE_WORDS:
            return [j, *reversed(taken)]
        elif kinds[j] not in _BETWEEN:
            break
    return list(reversed(taken))


### Head, body and tail ###############################################################################################


def _find_title(
    blocks: Sequence[Block], kinds: Sequence[Kind], head: Sequence[int], known: Collection[str]
) -> int | None:
    candidates = [
        i
        for i in head
        if kinds[i] in {Kind.SHORT, Kind.MENU, Kind.PROSE} and count_words(blocks[i].text) in _HEADLINE_WORDS
        and blocks[i].kind in {"line", "heading"} and any(map(str.isalpha, blocks[i].text))
    ]  # fmt: skip
    ranked = enumerate(candidates[:_HEAD_LINES])
    points = {i: _title_points(blocks, kinds, i, known) - 0.2 * rank for rank, i in ranked}
    best = max(points, key=lambda i: (points[i], -i), default=None)
    return best if best is not None and points[best] >= _TITLE_FROM else None


def _is_sentence_title(blocks: Sequence[Block], kinds: Sequence[Kind], first: int, start: int) -> bool:
    """Return whether the first paragraph is a headline that ends as a sentence does: alone above byline or date."""
    brief = count_words(blocks[first].text) <= _SENTENCE_TITLE and blocks[first].kind in {"line", "heading"}
    return brief and first == start and Kind.META in kinds[first + 1 : first + 3]


def _title_points(blocks: Sequence[Block], kinds: Sequence[Kind], i: int, known: Collection[str]) -> float:
    """Return how much block `i`, before the first paragraph, looks like the headline."""
    block, text = blocks[i], fold(blocks[i].text)
    words = count_words(block.text)
    points = {0: 0.0, 1: 5.0}.get(block.level, 2.0)
    if any(_same_title(text, title) for title in known):
        points += 6
    points += 2 if words >= 4 else 1 if words >= 2 else -0.5
    points += 1 if all(kinds[j] in _NEVER or kinds[j] in {Kind.META, Kind.MENU} for j in range(i)) else 0
    points += 2 if Kind.META in kinds[i + 1 : i + 2] else 1 if Kind.META in kinds[i + 2 : i + 3] else 0
    points += 1 if Kind.PROSE in kinds[i + 1 : i + 2] else 0
    points -= 2 if ends_sentence(block.text) and not block.text.endswith("?") and kinds[i] is not Kind.PROSE else 0
    points -= 2 if block.text.endswith((":", ",", ";")) else 0
    points -= 5 if kinds[i] is Kind.MENU else 1.5 if _is_names(block.text) else 0
    return points


def _is_names(text: str) -> bool:
    """Return whether the line could be nothing but the names of people."""
    return count_words(text) <= 8 and all(is_name(part, strict=True) for part in re.split(r" and |, | & ", text))


def _same_title(one: str, other: str) -> bool:
    """Return whether the two are the same title, one of them perhaps cut short or with the site's name behind."""
    short, long = sorted((one.rstrip(".… "), other.rstrip(".… ")), key=len)
    return short == long or (len(short) >= 15 and long.startswith(short))


def _head(blocks: Sequence[Block], kinds: Sequence[Kind], head: Sequence[int], title: int | None) -> list[int]:
    """Return what belongs to the article before its first paragraph: metadata, and all from the headline on."""
    kept = []
    for i in head:
        before_title = title is not None and i < title
        menu = before_title and kinds[i] is Kind.SHORT and count_words(blocks[i].text) <= _MENU_WORDS
        if i == title or kinds[i] is Kind.META or not (menu or kinds[i] in _NEVER or kinds[i] in _BETWEEN):
            kept.append(i)
    return kept


def _in_body(blocks: Sequence[Block], kinds: Sequence[Kind], i: int) -> bool:
    if kinds[i] is Kind.ADDRESS:
        return _is_announced(blocks, kinds, i)
    if kinds[i] is Kind.MENU and blocks[i].kind == "line":
        return not any(kinds[j] is Kind.MENU and blocks[j].kind == "line" for j in (i - 1, i + 1) if j < len(kinds))
    return kinds[i] not in _NEVER


def _is_announced(blocks: Sequence[Block], kinds: Sequence[Kind], i: int) -> bool:
    """Return whether the line before says ":" and so this line is the end of a sentence."""
    return i > 0 and blocks[i - 1].text.endswith(":") and kinds[i - 1] not in _NEVER


def _tail(blocks: Sequence[Block], kinds: Sequence[Kind], tail: Sequence[int]) -> list[int]:
    """Return what belongs to the article after its last paragraph: up to the end mark, without contacts and menus."""
    kept: list[int] = []
    for i in tail:
        if kinds[i] is Kind.END:
            break
        if kinds[i] is Kind.CONTACT:
            _drop_names(blocks, kinds, kept)
        elif kinds[i] in {Kind.SHORT, Kind.META} or (kinds[i] is Kind.ADDRESS and _is_announced(blocks, kinds, i)):
            kept.append(i)
    headlines = [i for i in kept if _is_headline(blocks[i]) and kinds[i] is Kind.SHORT]
    return kept if len(headlines) < _HEADLINES or len(headlines) < len(kept) / 2 else [
        i for i in kept if i not in headlines
    ]  # fmt: skip


def _drop_names(blocks: Sequence[Block], kinds: Sequence[Kind], kept: list[int]) -> None:
    """Take the lines with name and office off the end of `kept`: at most four, right above a contact."""
    for _ in range(4):
        last = kept[-1] if kept else None
        if last is None or kinds[last] is not Kind.SHORT or blocks[last].kind == "item":
            return
        text = blocks[last].text
        if count_words(text) > 8 or ends_sentence(text) or text.endswith(":") or any(map(str.isdigit, text)):
            return
        kept.pop()


def _is_headline(block: Block) -> bool:
    """Return whether the line could be the headline of another article; lines with figures are more often results."""
    plain = not any(c.isdigit() or c in "()@:;" for c in block.text) and block.text[:1].isupper()
    return plain and block.kind == "line" and 4 <= count_words(block.text) <= 20 and not ends_sentence(block.text)
