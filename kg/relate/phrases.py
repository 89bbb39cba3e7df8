"""Apply the phrases of the ontology to the items of a sentence."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from kg.lexicon import ORGANIZATIONS
from kg.ontology import State
from kg.records import Span, Status
from kg.relate.facts import Fact, Finding, pair
from kg.relate.items import Item, Sentence, with_appositives
from kg.relate.patterns import Match, Patterns
from kg.relate.status import is_after, is_planned, status_of
from kg.relate.words import Words

_BEFORE = 4
"""How many words before a phrase may still say that it is planned or denied: "will be a", "is not yet"."""

_MOST_PAIRED = 4
"""A longer list says who takes part in something, not that each of them works with each other."""


def match_phrases(sentence: Sentence, patterns: Patterns, words: Words, *, published: str | None) -> Iterator[Fact]:
    """Yield the facts that phrases state in the sentence."""
    items = items_of_phrases(sentence, words)
    yield from _facts(items, sentence, patterns, words, published=published)
    has_kind = "'s" in sentence.words or not words["kinds of body"].isdisjoint(sentence.words)
    plain = tuple(_without_homes(items, words)) if has_kind else items
    if len(plain) < len(items):
        yield from _facts(plain, sentence, patterns, words, published=published)


def items_of_phrases(sentence: Sentence, words: Words) -> tuple[Item, ...]:
    """Return the items of a sentence as phrases see them: without what only accompanies a name."""
    if "(" in sentence.words or not words["beside a name"].isdisjoint(sentence.words):
        return tuple(with_appositives(tuple(_condensed(sentence.items, words)), words))
    return sentence.items


def _facts(
    items: Sequence[Item], sentence: Sentence, patterns: Patterns, words: Words, *, published: str | None
) -> Iterator[Fact]:
    for match in patterns(items):
        status = _status(match, items, words, published=published)
        role = match.slots.get("role")
        trigger = _trigger(match, items)
        finding = Finding(match.phrase.name, status, sentence, trigger, _text(role) if role else None)
        for state in match.phrase.states:
            for subject, object_ in _ends(match, state):
                yield from pair(subject, state.predicate, object_, finding)


def _without_homes(items: Sequence[Item], words: Words) -> Iterator[Item]:
    """Yield the items, of a body with its home and kind only the name.

    "Germany's DLR", "the Czech utility CEZ", "part of energy giant Engie".
    """
    bodies = {n for n, item in enumerate(items) if item.mentions and item.types & ORGANIZATIONS}
    if not bodies:
        yield from items
        return
    at = 0
    while at < len(items):
        item = items[at]
        if item.types == {"Country"}:
            end = _body_behind(items, at, words)
        else:
            end = _described_behind(items, at, words) if at + 1 in bodies or at + 2 in bodies else 0
        yield items[end] if end else item
        at = end + 1 if end else at + 1


def _body_behind(items: Sequence[Item], at: int, words: Words) -> int:
    """Return where the body stands whose home is the country, with only what kind it is between; 0 if there is none."""
    owned = at + 1 < len(items) and items[at + 1].lower == "'s"
    first = at + 1 + owned
    end = first
    while end < min(len(items), at + _MOST_BETWEEN) and _describes(items[end], words):
        end += 1
    if end == len(items) or not items[end].types & ORGANIZATIONS:
        return 0
    return end if owned or (end > first and items[end - 1].lower in words["kinds of body"]) else 0


def _described_behind(items: Sequence[Item], at: int, words: Words) -> int:
    """Return where the body stands of which the word here only says what kind it is; 0 if there is none.

    A word before the kind is part of the description where no verb can be: behind a word of a closed class or a mark.
    """
    opens = not at or not (items[at - 1].mentions or _describes(items[at - 1], words))
    for end in (at + 1, at + 2) if opens else (at + 1,):
        kinds = items[at:end]
        is_body = end < len(items) and bool(items[end].types & ORGANIZATIONS)
        if is_body and kinds[-1].lower in words["kinds of body"] and all(_describes(kind, words) for kind in kinds):
            return end
    return 0


def _describes(item: Item, words: Words) -> bool:
    return item.is_word and item.text.islower() and item.lower not in words["closed"]


_MOST_BETWEEN = 6
"""How far behind a country its body stands at the most: "Germany's public rail operator Deutsche Bahn"."""


def _condensed(items: Sequence[Item], words: Words) -> Iterator[Item]:
    """Yield the items without what only accompanies a name: "(ESA)", "(趙吉光)" or "MP" behind it, "Dr." before it."""
    at, past = 0, -1  # `past` is the last item yielded
    while at < len(items):
        size = _aside(items[at - 1], items[at : at + _LONGEST_ASIDE]) if at and items[at].text == "(" else 0
        size = size or _letters(items[past] if past >= 0 else None, items[at : at + 2], words)
        if not size and not _is_title(items[at : at + _LONGEST_TITLE], words):
            past = at
            yield items[at]
        at += size or 1


def _is_title(items: Sequence[Item], words: Words) -> bool:
    """Return whether the first item is "Dr." before a person or a further title, or the "the" of "the Hon. Dr."."""
    person = next((n for n, item in enumerate(items) if item.mentions), 0)
    if not person or "Person" not in items[person].types:
        return False
    before = [item.lower for item in items[:person]]
    titles = before[1:] if before[0] in words["determiners"] else before
    return bool(titles) and words["honorifics"].issuperset(titles)


def _letters(before: Item | None, items: Sequence[Item], words: Words) -> int:
    """Return how many items are letters behind a person's name: "MP", or ", PhD"."""
    if before is None or "Person" not in before.types:
        return 0
    comma = items[0].lower == "," and len(items) > 1
    letters = items[1] if comma else items[0]
    is_upper = letters.text[:1].isupper() and letters.lower in words["postnominals"]
    return 1 + comma if is_upper else 0


_LONGEST_TITLE = 5
"""How many items a person's titles may have with the name: "the Honourable Mr. Dr. X"."""
_LONGEST_ASIDE = 30
"""How many items a bracket may have that only gives a name in other forms: each Chinese character is one."""
_LATIN = 0x24F
"""The last code point of the Latin letters (Latin Extended-B)."""


def _aside(name: Item, behind: Sequence[Item]) -> int:
    """Return the size of a bracket that only holds other forms of the name before it, 0 if it is none."""
    if _is_short_form(name, behind[:3]):
        return 3
    size = _closing(behind) if name.mentions else 0
    inner = behind[1:size]
    letters = "".join(item.text for item in inner)
    is_native = letters.isalpha() and all(ord(letter) > _LATIN for letter in letters)
    in_languages = len(inner) > 1 and any(item.text in {":", ";"} for item in inner)  # "(ITU; French: …)"
    return size + 1 if is_native or in_languages else 0


def _closing(items: Sequence[Item]) -> int:
    """Return where the bracket that the first item opens closes, 0 if it does not."""
    depth = 0
    for at, item in enumerate(items):
        depth += (item.text == "(") - (item.text == ")")
        if not depth:
            return at
    return 0


def _is_short_form(name: Item, bracket: Sequence[Item]) -> bool:
    if [item.text for item in bracket[::2]] != ["(", ")"]:
        return False
    inner = bracket[1]
    if inner.mentions:
        return bool(name.mentions) and inner.mentions[0].entity == name.mentions[0].entity
    return name.text[:1].isupper() and len(inner.text) > 1 and inner.text.isupper()


def _ends(match: Match, state: State) -> Iterator[tuple[Item, Item]]:
    subjects, objects = match.slots.get(state.subject, ()), match.slots.get(state.object, ())
    if state.subject == state.object:
        return combinations(subjects, 2) if len(subjects) <= _MOST_PAIRED else iter(())
    if match.phrase.respectively and len(subjects) > 1 and len(objects) > 1:
        return iter(zip(subjects, objects, strict=True) if len(subjects) == len(objects) else ())
    return product(subjects, objects)


def _status(match: Match, items: Sequence[Item], words: Words, *, published: str | None) -> Status:
    role = {id(item) for item in match.slots.get("role", ())}
    words_of = (item for item in items[match.first : match.last] if not item.mentions and id(item) not in role)
    inner = [item.lower for item in words_of if item.lower != "to"]  # in a phrase a preposition: "party to"
    if words["comparing"].intersection(inner):
        inner = [word for word in inner if word != "no"]  # "no earlier than 2028" denies nothing
    first = max(0, match.first - _BEFORE)
    before = [item.lower for item in items[first : match.first] if not item.mentions]
    if match.phrase.settled:
        inner = [word for word in inner if word not in words["planned"]]
    status = status_of(inner, words, default=match.phrase.status)
    if status != "asserted" or role:
        return status
    if _is_to_be_made(match, before, words):
        return "planned"
    dates = [item for group in match.slots.values() for item in group if "Date" in item.types]
    if any(cue in words["prospective"] for cue in (*before, *inner)) or (dates and is_planned(before, words)):
        return "planned"
    values = [mention.value for item in dates for mention in item.mentions]
    return "planned" if any(is_after(value, published) for value in values) else "asserted"


def _is_to_be_made(match: Match, before: Sequence[str], words: Words) -> bool:
    """Return whether the agreement that the phrase is about is still to be made: "plan to sign a treaty between"."""
    first = next((n for n, word in enumerate(before) if word in words["agreeing"]), 0)
    is_agreement = any(state.predicate == "signatoryOf" for state in match.phrase.states)
    if is_agreement and words["negotiating"].intersection(before[-_TALKS:]):
        return True  # "negotiations for a trade agreement between"
    return bool(first) and is_agreement and is_planned(before[:first], words)


_TALKS = 4  # words between talks and the agreement that they are for


def _trigger(match: Match, items: Sequence[Item]) -> Span | None:
    """Return the words of the phrase that are not the two ends, where they stand together."""
    ends = {id(item) for group in match.slots.values() for item in group if item.mentions}
    words = [item for item in items[match.first : match.last] if id(item) not in ends and item.lower[:1].isalpha()]
    return Span(words[0].start, words[-1].end) if words else None


def _text(items: Sequence[Item]) -> str:
    found = " ".join(item.text for item in items)
    return found.replace(" ,", ",").replace(" 's", "'s").replace(" ’s", "’s")
