"""Names that the gazetteers know."""

from collections.abc import Iterator, Sequence

from kg.find.countries import find_towns, is_another, is_country
from kg.find.found import Found
from kg.find.words import ACRONYM, CAPITAL, DASH, NAMELIKE, NUMBER, OF, POSSESSIVE, SMALL, THE, Words
from kg.lexicon import BLOCKED, ORGANIZATIONS, PROJECTS, Hit, Lexicon, Name

# Which class a form has that several gazetteers know.
_ORDER = (
    BLOCKED, "Country", "Agency", "Alliance", "University", "Company", "Media", "Organization", "Project",
    "LaunchVehicle", "Agreement", "Event", "Document", "Place",
)  # fmt: skip
_NUMERAL = 3  # a designation has at most so many digits; four are a year
_BROKEN = 3  # words of a name that a line break may part


def find_known(words: Words, lexicon: Lexicon, hits: Sequence[Hit]) -> Iterator[Found]:
    """Yield the gazetteers' names, those of projects with the number behind them ("Gaofen 12", "Artemis VII")."""
    foreign = _foreign(words, lexicon, hits)
    towns = find_towns(words, lexicon, hits)
    for hit in hits:
        if words.forms[hit.first] in towns and hit.last - hit.first == 1:
            yield Found(hit.first, hit.last, "Place", "town", 1)
            continue
        if not _is_within(words, hit) or _is_located(words, lexicon, hit) or _is_kind(words, lexicon, hit):
            continue
        name = _pick(words, lexicon, hit)
        if name is not None and name in foreign:
            yield Found(hit.first, hit.last, name.type, "homonym", 1)
            continue
        if name is None:
            yield from _homonym(words, lexicon, hit)
            continue
        first = _polity(words, lexicon, hit) if name.type == "Country" and name.role != "demonym" else hit.first
        last = _before_region(words, lexicon, hit) if name.type == "Place" else hit.last
        yield Found(first, last, name.type, "gazetteer", 1, name=name.name, code=name.code)
        if name.type in PROJECTS:
            last = numbered(words, hit.last)
            if last > hit.last and not lexicon.lookup(words.phrase(hit.first, last)):
                yield Found(hit.first, last, name.type, "designation", 2)


def _foreign(words: Words, lexicon: Lexicon, hits: Sequence[Hit]) -> set[Name]:
    """Return the bodies that the document gives another state than the gazetteer: "Norway's Department of Energy".

    Many states have a body of that name, and then it is theirs throughout the document.
    """
    owned: dict[Name, set[bool]] = {}
    for hit in hits:
        for name in hit.names if hit.last - hit.first > 1 else ():
            owner = _owner(words, lexicon, hit) if name.type == "Agency" and name.country else None
            if owner:
                owned.setdefault(name, set()).add(owner == name.country)
    return {name for name, own in owned.items() if True not in own}


def _owner(words: Words, lexicon: Lexicon, hit: Hit) -> str | None:
    """Return the code of the state named right before or behind a body."""
    before = hit.first - 1 - (words.shape[hit.first - 1 : hit.first] == POSSESSIVE)
    behind = hit.last + 1 + (words.shape[hit.last + 1 : hit.last + 2] == THE)
    places = [before] if before >= 0 else []
    if words.shape[hit.last : hit.last + 1] == OF and behind < len(words.forms):
        places.append(behind)
    known = (name for at in places for name in lexicon.lookup(words.forms[at]))
    return next((name.code for name in known if name.type == "Country"), None)


def numbered(words: Words, at: int) -> int:
    """Return the end of a designation that begins at the word: `12`, `VII`, `5B`, `12 01`; else `at` itself."""
    last = at
    while last < len(words.forms) and last < at + 2 and _is_numeral(words, last):
        last += 1
    return last


def _is_numeral(words: Words, at: int) -> bool:
    form = words.forms[at]
    if words.shape[at] == NUMBER:
        return len(form) <= _NUMERAL and form.isalnum()
    return words.shape[at] in ACRONYM and set(form) <= set("IVX")


def _is_within(words: Words, hit: Hit) -> bool:
    """Return whether the words stand in one sentence.

    A long name may run on behind a line break that ended one, any name behind an abbreviation ("P.R. China").
    """
    if hit.last - hit.first == 1:
        return True
    end = words.sentence_at(hit.first).last
    if hit.last <= end:
        return True
    gap = words.text[words.ends[end - 1] : words.starts[end]]
    if words.shape[end - 1] == ACRONYM and words.forms[end - 1].endswith("."):
        return "\n\n" not in gap
    return hit.last - hit.first >= _BROKEN and gap.isspace() and gap.count("\n") == 1


def _before_region(words: Words, lexicon: Lexicon, hit: Hit) -> int:
    """Return where the town ends in a form that names what it lies in as well: "Boulder, Colorado"."""
    comma = words.shape.find(",", hit.first, hit.last)
    region = lexicon.lookup(words.phrase(comma + 1, hit.last)) if comma > 0 else ()
    return comma if any(name.type in {"Country", "Place"} for name in region) else hit.last


def _is_located(words: Words, lexicon: Lexicon, hit: Hit) -> bool:
    """Return whether the form ends in "in COUNTRY" or "at BODY", which is where it is and not what it is called."""
    at = hit.last - 2
    if at <= hit.first or words.lower[at] not in {"in", "at"}:
        return False
    wanted = {"Country"} if words.lower[at] == "in" else ORGANIZATIONS
    return any(name.type in wanted for name in lexicon.lookup(words.forms[at + 1]))


def _polity(words: Words, lexicon: Lexicon, hit: Hit) -> int:
    """Return where "Federal Republic of" before the country begins, else where the country does."""
    at = hit.first - 1 - (words.shape[hit.first - 1 : hit.first] == "t")
    if at < 1 or words.shape[at] != "o" or words.forms[at - 1] not in lexicon.cues("words", "polities"):
        return hit.first
    at -= 1
    while at and words.forms[at - 1] in lexicon.cues("words", "polity_words"):
        at -= 1
    another = lexicon.lookup(" ".join(words.forms[at : hit.last]))  # "Republic of China"
    return hit.first if another else at


def _homonym(words: Words, lexicon: Lexicon, hit: Hit) -> Iterator[Found]:
    """Yield the place that a country's name is instead: "Atlanta, Georgia"."""
    another = any(is_another(words, lexicon, hit, name) for name in hit.names)
    if another and words.forms[hit.first] in lexicon.cues("ambiguous", "places"):
        yield Found(hit.first, hit.last, "Place", "homonym", 1)


def _is_kind(words: Words, lexicon: Lexicon, hit: Hit) -> bool:
    """Return whether the form only says what the name behind it is: "the Chinese space station Tiangong"."""
    if hit.last - hit.first == 1 or hit.last >= len(words.forms) or words.shape[hit.last - 1] != SMALL:
        return False
    return any(name.type in PROJECTS for name in lexicon.lookup(words.forms[hit.last]))


def _pick(words: Words, lexicon: Lexicon, hit: Hit) -> Name | None:
    """Return which of the names is meant here, None if none is."""
    fitting = [name for name in hit.names if _fits(words, lexicon, hit, name)]
    return min(fitting, key=lambda name: (_ORDER.index(name.type), name.role != "name", name.name), default=None)


def _fits(words: Words, lexicon: Lexicon, hit: Hit, name: Name) -> bool:
    if name.type == "Country":
        return is_country(words, lexicon, hit, name)
    if hit.last - hit.first > 1:
        return True
    if words.shape[hit.first] not in NAMELIKE:
        return not words.forms[hit.first].isascii()
    if words.shape[hit.first] == CAPITAL and hit.first in words.openers and words.lower[hit.first] in words.seen:
        return False
    if (
        words.shape[hit.first - 1 : hit.last + 1] in {"(A:", "(C:"}
        and words.shape[hit.last + 1 : hit.last + 2] == ACRONYM
    ):
        return False  # where a share is listed: "(NYSE: BA)"
    return not (hit.first and words.shape[hit.first - 1] == DASH and name.type in PROJECTS)
