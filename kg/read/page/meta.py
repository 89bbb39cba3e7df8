"""What single blocks say of the page itself: labelled values, bylines, datelines and the signatures of agencies."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.read.page.blocks import Block, strip_markup
from kg.read.page.cues import fold, load_cues
from kg.read.page.dates import Dated, find_days
from kg.records import Field, Span

_PART = re.compile(r"[^|•·¦｜\n]+")
_JOINT = re.compile(r"\s*(?:[,;/&、，]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_AND = re.compile(r"\sand\s|\s&\s|\swith\s", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\s+(?=\d)|\s+[-–—]\s+|\s*[(<|•·/]|\s+for\s|\s+in\s|\s+on\s|\s+at\s|\s*,?\s*\S+@|\s*[@]|\s{3,}|\t"
)
_NAME_WORD = re.compile(r"(?:[^\W\d_][\w'’.-]*)")
_PARTICLES = frozenset(
    ("al", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el",
     "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu", "zur")
)  # fmt: skip
_DATELINE = re.compile(
    r"[\W_]*(?P<place>[^\W\d_][^\d\n:;!?]{1,60}?)[,.]?\s+(?=\S{2,10}\.?\s+\d|\d)(?P<rest>[^\n]{4,60}?)"
    r"(?:\s*[(\[](?P<agency>[^()\[\]\n]{2,40})[)\]])?\s*(?:--+|[—–:]|-\s|$)"
)
_WIRE_LINE = re.compile(r"[^\n(]{2,60}\((?P<agency>[^()\n]{2,40})\)\s*(?:--+|[—–]|-\s)")
_SIGNED = re.compile(
    r"(?:^|[.!?…\"'”’]\s*)\((?:with (?:agency )?inputs? from )?(?P<agency>[A-Za-z][\w /.-]{1,40})\)\W*$", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|\w\.(?:com|org|net|int|gov)\b", re.IGNORECASE)
_EXPLAINED = re.compile(r"[*_\s]*[:–—-]\s*[^\W\d_]{2}")
_LONGEST_NAME = 6


def read_labels(text: str, block: Block) -> list[Field]:
    """Return the labelled values of a block such as "Source: Daily Post | 2022-02-10 | Author: A. Writer".

    A date between bars needs no label; without any label nothing is read.
    """
    if len(block.text) > 300:
        return []
    parts = [Span(*match.span()) for match in _PART.finditer(text, block.start, block.end)]
    fields: list[Field] = []
    bare: list[Span] = []
    for part in parts:
        kind, value = split_label(text, part)
        if kind:
            fields += read_value(text, kind, value)
        else:
            bare.append(part)
    labelled = bool(fields) or len(parts) > 1
    for part in bare if labelled else ():
        fields += [Field("date", day.value, day.span) for day in whole_date(text, part)]
        fields += read_byline(text, part)
    return fields if len(parts) == 1 or fields else []


def split_label(text: str, span: Span) -> tuple[str | None, Span]:
    """Return the kind of the label at the head of the span, None without one, and the span of what follows.

    >>> split_label("Author: Li Na", Span(0, 13))
    ('author', Span(start=8, end=13))
    """
    match = _labels().match(text, span.start, span.end)
    if not match:
        return None, span
    return load_cues().labels[fold(match["label"])], Span(match.end(), span.end)


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"[\s*_#>•\[(-]*(?P<label>{_any_of(load_cues().labels)})[*_]*\s*[:：][*_]*\s*", re.IGNORECASE)


def read_value(text: str, kind: str, span: Span) -> list[Field]:
    """Return the fields that a value with a label of that kind makes, with spans."""
    span = trim(text, span)
    if span.start >= span.end:
        return []
    if kind in {"author", "editor"}:
        return read_names(text, span, kind=kind)
    if kind in {"date", "updated"}:
        return [Field(kind, day.value, day.span) for day in find_days(text, span.start, span.end) if day.has_year][:1]
    value = strip_markup(text[span.start : span.end])
    if not value or (kind == "publisher" and (_ADDRESS.search(value) or len(value) > 80 or value.endswith("."))):
        return []
    return [Field(kind, value, span)]


def trim(text: str, span: Span) -> Span:
    """Return the span without white space, emphasis and quotes around its text."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in "*_\"'“”‘’|"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "*_\"'“”‘’|,;"):
        end -= 1
    return Span(start, end)


def whole_date(text: str, span: Span) -> list[Dated]:
    """Return the date of a span that holds nothing else of weight: a weekday, a time of day, a zone or a place."""
    days = list(find_days(text, span.start, span.end))
    if len(days) != 1 or not days[0].has_year:
        return []
    before, after = text[span.start : days[0].span.start], text[days[0].span.end : span.end]
    if _EXPLAINED.match(after):
        return []
    rest = f"{before} {after}"
    words = [word for word in re.findall(r"[^\W\d_]{2,}", rest) if word.casefold() not in load_cues().labels]
    return days if len(words) <= 3 and sum(map(len, words)) <= 24 and not re.search(r"[^\W\d_]{3}[.!?]\s", rest) else []


### Names #############################################################################################################


@cache
def _byline() -> re.Pattern[str]:
    by = [label for label, kind in load_cues().labels.items() if kind == "author" and re.search(r"\bby$", label)]
    return re.compile(rf"[\W_]*(?:{_any_of(by)})[:\s]+(?P<names>\S.*)", re.IGNORECASE | re.DOTALL)


@cache
def _dated() -> re.Pattern[str]:
    dated = [label for label, kind in load_cues().labels.items() if kind in {"date", "updated"}]
    return re.compile(
        rf"\s+(?:{_any_of(dated)})\b(?=\s*:|\s+\S*\d|\s+(?:{_any_of(load_cues().months)})\b)", re.IGNORECASE
    )


def _any_of(words: Iterable[str]) -> str:
    ranked = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ranked)


def read_byline(text: str, span: Span) -> list[Field]:
    """Return the authors of "By Ann Lee and Bo Ek", an agency as publisher; nothing where it is no byline."""
    match = _byline().match(text, span.start, span.end)
    words = len(text[span.start : span.end].split())
    if not match or words > 25 or (words > 8 and text[span.end - 1 : span.end] in {".", "!", "?"}):
        return []
    fields = read_names(text, Span(match.start("names"), match.end("names")), strict=True)
    dates = [
        Field("date", day.value, day.span) for day in find_days(text, match.start("names"), span.end) if day.has_year
    ]
    return [*fields, *dates[:1]] if fields else []


def read_names(text: str, span: Span, *, kind: str = "author", strict: bool = False) -> list[Field]:
    """Return one field for each person named in the span; news agencies become publishers.

    `strict` asks for names written as such, with capitals; otherwise a lone word will do, as in front matter.
    """
    fields: list[Field] = []
    # Without an "and", what follows a comma in a byline is more often a place or an office than a second person.
    several = not strict or bool(_AND.search(text, span.start, span.end))
    for index, part in enumerate(_name_parts(text, span)):
        value = " ".join(strip_markup(text[part.start : part.end]).split())
        folded = fold(value).strip(".")
        if folded in load_cues().wires:
            fields.append(Field("publisher", value, part))
        elif value.islower() and (kind == "editor" or "-" in value):
            continue  # the short name of an account: "nordkapp-university"
        elif (several or index == 0) and is_name(value, strict=strict or index > 0):
            fields.append(Field(kind, value, part))
        elif strict and index == 0:
            return []
    return fields


def _name_parts(text: str, span: Span) -> Iterator[Span]:
    """Yield the trimmed spans between commas and "and", each cut where an office, a place or an address begins."""
    start = span.start
    for joint in [*_JOINT.finditer(text, span.start, span.end), None]:
        end = joint.start() if joint else span.end
        part = trim(text, Span(start, end))
        linked = re.compile(r"\[{1,2}([^\[\]\n]+)\]").match(text, part.start, part.end)
        cuts = [cut.start() for after in (_AFTER_NAME, _dated()) if (cut := after.search(text, part.start, part.end))]
        stop = linked.end(1) if linked else min([*cuts, part.end])
        part = trim(text, Span(linked.start(1) if linked else part.start, stop))
        if part.start < part.end:
            yield part
        start = joint.end() if joint else end


def is_name(value: str, *, strict: bool) -> bool:
    """Return whether the words look like the name of a person, not like an office, an agency or a sentence."""
    words = value.split()
    cues = load_cues()
    if not words or len(words) > _LONGEST_NAME or fold(value) in cues.nobody or any(c.isdigit() for c in value):
        return False
    if any(fold(word).strip(".,") in cues.roles for word in words) or not all(map(_NAME_WORD.fullmatch, words)):
        return False
    if not strict:
        return True
    named = [word for word in words if word.casefold() not in _PARTICLES]
    return len(words) > 1 and all(word[0].isupper() or not word[0].islower() for word in named)


### Datelines and signatures ##########################################################################################


def read_dateline(text: str, block: Block) -> list[Field]:
    """Return the date, perhaps without a year, and the agency of "PARIS, April 9 (Agency) -- …"."""
    fields: list[Field] = []
    head = text[block.start : min(block.end, block.start + 140)].split("\n", 1)[0]
    match = _DATELINE.match(head)
    if match and _is_place(match["place"]):
        days = list(find_days(head, match.start("rest"), match.end("rest")))
        if len(days) == 1 and days[0].span.end + 12 >= match.end("rest"):
            span = Span(block.start + days[0].span.start, block.start + days[0].span.end)
            fields.append(Field("date", days[0].value, span))
    wire = _WIRE_LINE.match(head)
    if wire and (fields or any(_wires(wire["agency"]))):
        known = list(_wires(wire["agency"]))
        for start, end in known or [(0, len(wire["agency"]))]:
            at = block.start + wire.start("agency")
            fields.append(Field("wire", wire["agency"][start:end], Span(at + start, at + end)))
    return fields


def _wires(words: str) -> Iterator[tuple[int, int]]:
    """Yield where those who share a report stand, "Daily Post/AFP", if one of them is a known agency."""
    parts = list(re.finditer(r"[^/\s][^/]*", words))
    if any(fold(part.group().strip()) in load_cues().wires for part in parts):
        yield from (part.span() for part in parts)


def _is_place(words: str) -> bool:
    named = [word for word in re.findall(r"[^\W_]+", words) if len(word) > 1]
    return 0 < len(named) <= 5 and sum(word[0].isupper() for word in named) >= len(named) - 1


def read_signature(text: str, block: Block) -> list[Field]:
    """Return the agency that signs a report in brackets after its last sentence: "… it added. (ANI)"."""
    start = max(block.start, block.end - 80)
    match = _SIGNED.search(text[start : block.end])
    if not match:
        return []
    agency = match["agency"].strip()
    known = any(part in load_cues().wires for part in re.split(r"\s*/\s*", fold(agency)))
    if fold(agency) in load_cues().ends or not (known or (agency.isupper() and 3 <= len(agency) <= 6)):
        return []
    return [Field("wire", agency, Span(start + match.start("agency"), start + match.start("agency") + len(agency)))]
