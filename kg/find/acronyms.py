"""Other names that the text introduces: "Long Name (LN)", "LN (Long Name)", "X, formerly known as Y".

The letters of an acronym are matched with its long form after Schwartz and Hearst, "A simple algorithm for identifying
abbreviation definitions in biomedical text" (2003).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.find.found import Found, cover
from kg.find.heads import Heads, heads_of, is_field, is_generic
from kg.find.words import ACRONYM, AND, NAMELIKE, Sentence, Words
from kg.lexicon import ORGANIZATIONS, PROJECTS, Lexicon

_SHORTEST, _LONGEST = 2, 12  # characters of an acronym
_APART = 4  # words between a name and "known as"
_EXTRA = 5  # words that a long form may have beyond the acronym's letters (Schwartz and Hearst)
_UNSHORTENED = frozenset({"Country", "Date", "Place", "Person"})


@dataclass(frozen=True, slots=True)
class _Reader:
    """One document under the search for introductions; the chosen names by where they begin and end."""

    words: Words
    lexicon: Lexicon
    heads: Heads
    starts: Mapping[int, Found]
    ends: Mapping[int, Found]


def find_introductions(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield both ends of each introduction, with the long form as the name of both."""
    starts, ends = {one.first: one for one in chosen}, {one.last: one for one in chosen}
    reader = _Reader(words, lexicon, heads_of(lexicon), starts, ends)
    known, called = lexicon.cues("titles", "known"), lexicon.cues("titles", "called")
    exchanges = lexicon.cues("titles", "exchanges")
    for at in words.where_shaped("("):
        sentence = words.sentence_at(at)
        if sentence.first < at < sentence.last - 1 and words.forms[at + 1] not in exchanges:
            yield from _defined(reader, at)
            yield from _last_inside(reader, sentence, at)
            yield from _short_inside(reader, sentence, at)
            yield from _long_inside(reader, sentence, at)
            yield from _in_own_script(reader, at)
    yield from _own_names(reader)
    for at in words.where(called | known):
        sentence = words.sentence_at(at)
        inside = sentence.first < at < sentence.last - 1
        if inside and (words.lower[at] in called or words.lower[at + 1] == "as"):
            yield from _also_known(reader, sentence, at)


def _own_names(reader: _Reader) -> Iterator[Found]:
    """Yield the name in a state's own tongue behind what the body is: "the Italian space agency, Agenzia …"."""
    words = reader.words
    for end, known in reader.ends.items():
        other = reader.starts.get(end + 1)
        small = known.type in ORGANIZATIONS and known.name and words.shape[end - 1] == "l"
        if small and other and other.type in ORGANIZATIONS and other.name is None and words.shape[end] == ",":
            own = known._replace(first=other.first, last=other.last, rule="introduction", rank=-1)
            yield own
            if words.shape[own.last : own.last + 3] == "(A)":
                yield own._replace(first=own.last + 1, last=own.last + 2)


def _short_inside(reader: _Reader, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield "Long Name (LN)" for the bracket at the word."""
    words, known = reader.words, reader.ends.get(at)
    if known and known.type in {"Event", "Project"} and words.shape[at + 1 : at + 4] == "A0)":
        yield from _pair(reader, known, at + 1, at + 3)
    if not _is_short(words, at + 1) or words.shape[at + 2 : at + 3] not in {")", ",", ";", ":"}:
        return
    if known:
        yield from _of_known(reader, sentence, known, at)
        return
    first = _aligned(words, sentence, at, words.forms[at + 1])
    if first is None or is_field(words, reader.heads, first):
        return
    type_ = _type_of(reader, first, at)
    if type_:
        yield from _pair(reader, Found(first, at, type_, "introduction"), at + 1, at + 2)


def _of_known(reader: _Reader, sentence: Sentence, known: Found, at: int) -> Iterator[Found]:
    """Yield the acronym in the bracket at the word, before which a known name ends: its own or that of its end."""
    words, short = reader.words, reader.words.forms[at + 1]
    first = _aligned(words, sentence, at, short)
    first = _reaching(words, sentence, known, at, short) if first is None else first
    fits = _fits(words, known.first, known.last, short)
    if first is not None and first > known.first and not fits:
        type_ = _type_of(reader, first, at)
        if type_:
            yield Found(at + 1, at + 2, type_, "introduction", 0, name=words.phrase(first, at))
    elif known.type == "Country" and known.last - known.first > 1 and fits:
        yield known._replace(first=at + 1, last=at + 2, rule="introduction", rank=0)
    elif known.type not in _UNSHORTENED and (fits or known.last - known.first > 1):
        longer = first if first is not None and known.name is None else known.first
        yield from _pair(reader, known._replace(first=min(longer, known.first)), at + 1, at + 2)


def _reaching(words: Words, sentence: Sentence, known: Found, at: int, short: str) -> int | None:
    """Return where a name begins that "and" joins to the known one, if the acronym has letters of both: "NIRISS"."""
    if known.type != "Project" or len(short) < _JOINT or words.shape[known.first - 1 : known.first] != AND:
        return None
    if _fits(words, known.first, at, short):
        return None
    first = known.first - 1
    while first > max(sentence.first, at - len(short)) and words.shape[first - 1] in "CA-":
        first -= 1
        if words.lower[first].startswith(short[0].lower()) and _fits(words, first, at, short):
            return first
    return None


_JOINT = 5  # letters of an acronym that may stand for two joined names


def _in_own_script(reader: _Reader, at: int) -> Iterator[Found]:
    """Yield a person's name in the bracket behind it, in a script without capitals."""
    known, words = reader.ends.get(at), reader.words
    if known is None or known.type != "Person":
        return
    close = words.shape.find(")", at, at + _LONGEST)
    inside = "".join(words.forms[at + 1 : max(close, at)])
    if inside.isalpha() and inside == inside.swapcase():
        yield Found(at + 1, close, "Person", "introduction", 0, name=words.phrase(known.first, known.last))


def _last_inside(reader: _Reader, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield the other names in a bracket that says more: "(French: Agence …, ASB)"."""
    words, known = reader.words, reader.ends.get(at)
    close = words.shape.find(")", at, min(sentence.last, at + _BRACKET))
    if known is None or close <= at + 3 or known.type not in PROJECTS | ORGANIZATIONS:
        return
    name = known.name or words.phrase(known.first, known.last)
    inside = [reader.starts[here] for here in range(at + 1, close) if here in reader.starts]
    yield from (one._replace(name=name, rank=0) for one in inside if one.rule == "foreign head")
    if words.shape[close - 2] in ",;:x" and words.shape[close - 1] == ACRONYM and _is_short(words, close - 1):
        yield from _pair(reader, known, close - 1, close)


_BRACKET = 25  # words
_DEFINED = re.compile(r'\((?:l{0,2}t)?["x]{0,2}([CA]{1,4})["x]{1,2}(?:,?[ln]["x]{1,2}t?([CA]{1,3})["x]{1,2})?\)')


def _defined(reader: _Reader, at: int) -> Iterator[Found]:
    """Yield the short form that a text defines in quotation marks: "… Accord (the “Accord”)"."""
    known, match = reader.ends.get(at), _DEFINED.match(reader.words.shape, at)
    if match and known and known.kind == "name" and known.type not in _UNSHORTENED:
        yield from _pair(reader, known, match.start(1), match.end(1))
        if match.start(2) > 0:  # “Nordvik” or “the Company”
            yield from _pair(reader, known, match.start(2), match.end(2))


def _long_inside(reader: _Reader, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield "LN (Long Name)" for the bracket at the word."""
    words = reader.words
    close = words.shape.find(")", at, sentence.last)
    if close < at + 3 or not _is_short(words, at - 1) or words.shape[at + 1] not in "CAlt":
        return
    first = at + 1 + (words.shape[at + 1] == "t")
    if not _fits(words, first, close, words.forms[at - 1]):
        return
    long, short = reader.starts.get(first), reader.ends.get(at)
    type_ = long.type if long and long.last == close else short.type if short else _type_of(reader, first, close)
    if type_:
        yield from _pair(reader, Found(first, close, type_, "introduction"), at - 1, at)


def _also_known(reader: _Reader, sentence: Sentence, at: int) -> Iterator[Found]:
    """Yield the other name in "X, formerly known as the Y" under the name of X."""
    words = reader.words
    before, behind = at, at + 1
    while before > max(sentence.first, at - _APART) and words.shape[before - 1] in "l,n(":
        before -= 1
    while behind < sentence.last - 1 and words.shape[behind] in 'lt"':
        behind += 1
    one, other = reader.ends.get(before), reader.starts.get(behind)
    if one and other is None and one.type in PROJECTS | ORGANIZATIONS and _is_short(words, behind):
        yield from _pair(reader, one, behind, behind + 1)
    if one and other and one.type == other.type and one.type in PROJECTS | ORGANIZATIONS:
        name = one.name or words.phrase(one.first, one.last)
        yield other._replace(name=name, rule="introduction", rank=0)


def find_initials(words: Words, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield unknown acronyms whose capitals are the initials of one name in the document."""
    names: dict[str, set[Found]] = {}
    for one in chosen:
        if one.kind == "name" and one.type in ORGANIZATIONS | PROJECTS and one.last - one.first > _SHORTEST:
            capitals = [words.forms[at][0] for at in range(one.first, one.last) if words.shape[at] in NAMELIKE]
            names.setdefault("".join(capitals), set()).add(one)
    taken = cover(words, [one for one in chosen if one.rule != "acronym"])
    short = {form for form in words.index if len(form) > _SHORTEST and _initials(form) in names} if names else set()
    for at in words.where_written(short):
        if not taken[at] and words.shape[at] in NAMELIKE:
            initials = _initials(words.forms[at])
            meant = {one.name or words.phrase(one.first, one.last): one for one in names[initials]}
            if len(initials) > _SHORTEST and len(meant) == 1:
                name, one = meant.popitem()
                yield Found(at, at + 1, one.type, "initials", 6, name=name)


def _initials(form: str) -> str:
    return "" if form.islower() else "".join(filter(str.isupper, form))


def _pair(reader: _Reader, long: Found, first: int, last: int) -> Iterator[Found]:
    """Yield the long form and the short form `[first, last)` under one name."""
    words = reader.words
    name = long.name or _canonical(reader, long, words.phrase(first, last)) or words.phrase(long.first, long.last)
    yield long._replace(name=name, rule="introduction", rank=0)
    yield Found(first, last, long.type, "introduction", 0, name=name)


def _canonical(reader: _Reader, long: Found, short: str) -> str | None:
    """Return the gazetteer's name for the acronym if the long form is much the same."""
    words = set(reader.words.lower[long.first : long.last])
    for known in reader.lexicon.lookup(short):
        if known.type in ORGANIZATIONS and long.type in ORGANIZATIONS:
            shared = words & set(known.name.lower().split())
            if 2 * len(shared) > len(words):
                return known.name
    return None


def _is_short(words: Words, at: int) -> bool:
    form = words.forms[at]
    capitals = sum(character.isupper() for character in form)
    return (
        words.shape[at] in NAMELIKE
        and _SHORTEST <= len(form) <= _LONGEST
        and (words.shape[at] == ACRONYM or capitals >= _SHORTEST or form[-1].isdigit())
    )


def _letters(short: str) -> list[str]:
    return [character for character in short.lower() if character.isalnum()]


def _fits(words: Words, first: int, last: int, short: str) -> bool:
    """Return whether the acronym's letters stand in the long form, in order, the first at its beginning."""
    long = " ".join(words.lower[first:last])
    letters = _letters(short)
    at = 0
    for number, letter in enumerate(letters):
        at = long.find(letter, at)
        if at < 0 or (number == 0 and at > 0):
            return False
        at += 1
    return True


def _aligned(words: Words, sentence: Sentence, end: int, short: str) -> int | None:
    """Return where the long form before `end` begins, whose words' first letters spell the acronym."""
    letters = _letters(short)
    first = end
    limit = max(sentence.first, end - min(len(letters) + _EXTRA, len(letters) * 2))
    while letters and first > limit:
        first -= 1
        if words.shape[first] in ";:.()":
            return None
        for part in reversed(words.lower[first].split("-")):
            if letters and part.startswith(letters[-1]):
                letters.pop()
    if letters or words.shape[first] not in "CAl":
        return None
    capital = words.shape[first] != "l"
    return None if capital and "l" in words.shape[first:end] else first


def _type_of(reader: _Reader, first: int, last: int) -> str | None:
    """Return the class of a long form: by its head noun, capitalised or not, or by the noun behind the bracket."""
    words, types = reader.words, reader.heads.types
    names = [at for at in range(first, last) if words.shape[at] in NAMELIKE]
    if words.lower[first] in reader.lexicon.cues("persons", "ranks"):
        return None
    if words.lower[last - 1] in reader.lexicon.cues("titles", "technical"):
        return None
    if not names and "," in words.shape[first:last]:
        return None  # "assembly, integration and test"
    proper = any(not is_generic(words, reader.heads, at) and words.forms[at] not in types for at in names)
    for at in [last - 1, *(at - 1 for at in range(first + 1, last) if words.shape[at] in "or")]:
        form = words.forms[at].capitalize()
        found = types.get(words.forms[at]) or types.get(form) or types.get(form.removesuffix("s"))
        type_ = found[-1][1] if found else ""
        if found and (names or type_ == "Project"):
            return type_ if proper or type_ not in {"Agreement", "Document"} else None
    behind = words.lower[last + 3] if last + 3 < len(words.lower) else ""
    if behind in reader.lexicon.cues("projects", "nouns") and (names or not behind.endswith("s")):
        return "Project"
    return "Organization" if len(names) > 1 and proper and 2 * len(names) > last - first else None
