"""Make patterns of phrases from the words between, and around, the ends of statements."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count

from kg.ontology import Ontology
from kg.relate.items import Item
from kg.relate.senses import Vocabulary
from kg.suggest.candidates import PHRASE, Candidate
from kg.suggest.occurrences import ARTICLES, Occurrence, general

_PLAIN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|'s|,")
_NUMBER = re.compile(r"\d[\d.,]*")
_ARTICLE = "[the/a/an]"
_MOST_BETWEEN = 9
"""How many words may stand between the ends: what is longer says too much by the way."""
_MOST_AROUND = 3
_CONTEXTS = tuple((n - right, right) for n in range(1, _MOST_AROUND + 1) for right in range(n + 1))
"""How many words before the first end, and behind the last, make up a wording."""
_GAP = 4
_FINITE = frozenset(["base", "s", "past"])
_MOST_OPTIONAL = 2
_MOST_MERGED = 1_000
"""Wordings of one property that are compared with each other: time goes with the square of their number."""
_WITHOUT_ARTICLE = frozenset(["Date", "Person"])


@dataclass(frozen=True, slots=True)
class Wording:
    """The words around and between two slots, as tokens of a pattern."""

    occurrence: Occurrence
    left: tuple[str, ...]
    between: tuple[str, ...]
    right: tuple[str, ...]
    width: int = 0


def wordings(occurrence: Occurrence, vocabulary: Vocabulary, ontology: Ontology) -> Iterator[Wording]:
    """Yield the wordings of an occurrence, the most literal first.

    Words around the ends count where those between say nothing by themselves: "cooperation between X and Y".
    """
    between = _tokens(occurrence.between, ontology)
    if between is None or len(between) > _MOST_BETWEEN or sum(token.startswith("{") for token in between) > 1:
        return
    between = _without_articles(between)
    if any(_is_open(token, vocabulary) for token in between):
        yield from _loosened(Wording(occurrence, (), tuple(between), ()), vocabulary)
    elif len(between) <= _MOST_AROUND and not any(token in {",", "<open>"} or token[0] == "{" for token in between):
        yield from _with_context(occurrence, tuple(between), vocabulary, ontology)


def _with_context(
    occurrence: Occurrence, between: tuple[str, ...], vocabulary: Vocabulary, ontology: Ontology
) -> Iterator[Wording]:
    """Yield the wordings that begin, or end, with a word that says something around the ends."""
    before, behind = occurrence.items[: occurrence.first], occurrence.items[occurrence.last + 1 :]
    for left, right in _CONTEXTS:
        first = _tokens(before[len(before) - left :] if left else (), ontology)
        last = _tokens(behind[:right], ontology)
        if first is None or last is None or len(first) < left or len(last) < right:
            continue
        around = [*first[:1], *last[-1:]]
        if all(_is_open(token, vocabulary) for token in around) and not any(t[0] in "{,<" for t in (*first, *last)):
            yield Wording(occurrence, tuple(first), between, tuple(last))


def merged(found: Sequence[Wording], vocabulary: Vocabulary) -> Iterator[Wording]:
    """Yield the wordings that two others have in common: the same words but for one, or but for optional ones."""
    unlike = {(one.left, one.between, one.right): one for one in reversed(found)}
    several = [*reversed(unlike.values())][:_MOST_MERGED]
    for at, one in enumerate(several):
        for other in several[:at]:
            if one.left == other.left and one.right == other.right and _are_near(one.between, other.between):
                both = _both(one.between, other.between, vocabulary)
                if both:
                    yield Wording(one.occurrence, one.left, both, one.right, width=1)


def candidates_of(wording: Wording, ontology: Ontology) -> Iterator[Candidate]:
    """Yield the phrases of a wording: with the most general classes that the property allows, then with narrower."""
    occurrence = wording.occurrence
    statement = occurrence.statement
    known = ontology.properties[statement.predicate]
    subject, other = (general(end, ontology) for end in occurrence.ends)
    wide = tuple(sorted(known.domain)) or (subject,), tuple(sorted(known.range)) or (other,)
    narrow = (subject,), (other,)
    statuses = dict.fromkeys(["asserted", statement.status])
    for subjects, objects in dict.fromkeys([wide, narrow]):
        ends = [f"subject:{'|'.join(subjects)}", f"object:{'|'.join(objects)}"]
        if not occurrence.subject_first:
            ends.reverse()
        manies = {(occurrence.many_first, occurrence.many_last)} | ({(False, False)} if occurrence.is_whole else set())
        for many in sorted(manies):
            slots = [f"{{{end}{'+' if several else ''}}}" for end, several in zip(ends, many, strict=True)]
            article = [] if set(ends[1].partition(":")[2].split("|")) <= _WITHOUT_ARTICLE else [_ARTICLE]
            tokens = [*wording.left, slots[0], *wording.between, *article, slots[1], *wording.right]
            pattern = _numbered(" ".join(_without_doubles(tokens)))
            width = wording.width + sum(many) + len(wording.left) + len(wording.right) + 2 * pattern.count("{other")
            for status in statuses:
                is_weak = bool(wording.left or wording.right) or status != "asserted"
                yield Candidate(PHRASE, statement.predicate, pattern, subjects, objects, width, None, status, is_weak)


def _numbered(pattern: str) -> str:
    """Return a pattern with the slots that are no ends numbered from 1 on."""
    numbers = count(1)
    return re.sub(r"\{other:", lambda _: f"{{other{next(numbers)}:", pattern)


### Tokens ############################################################################################################


def _tokens(items: Iterable[Item], ontology: Ontology) -> list[str] | None:
    """Return items as tokens of a pattern, None where one cannot be."""
    found = [_token(item, ontology) for item in items]
    tokens = [token for token in found if token]
    return tokens if len(tokens) == len(found) else None


def _token(item: Item, ontology: Ontology) -> str | None:
    if item.mentions:
        return f"{{other:{general(item, ontology)}}}"
    if item.lower in ARTICLES:
        return _ARTICLE
    if item.text in "()":
        return "<open>" if item.text == "(" else "<close>"
    if _NUMBER.fullmatch(item.lower):
        return "<number>"
    return item.lower if _PLAIN.fullmatch(item.lower) else None


def _is_open(token: str, vocabulary: Vocabulary) -> bool:
    """Return whether a token is a word that says something by itself."""
    word = token.partition("/")[0]
    return token.startswith("{role:") or (
        word[:1].isalpha() and word not in vocabulary.words["closed"] and word not in vocabulary.group
    )


def _without_articles(tokens: list[str]) -> list[str]:
    while tokens and tokens[-1] == _ARTICLE:
        tokens = tokens[:-1]
    return tokens


def _without_doubles(tokens: Iterable[str]) -> Iterator[str]:
    """Yield the tokens, of the same optional words one after another one."""
    last = ""
    for token in tokens:
        if token != last or token != _ARTICLE:
            yield token
        last = token


### Loosening #########################################################################################################


def _loosened(wording: Wording, vocabulary: Vocabulary) -> Iterator[Wording]:
    """Yield a wording, and those that leave out what only describes, inflect its verbs, or leap over words."""
    yield wording
    slim = tuple(_slim(wording.between, vocabulary))
    gap = tuple(_gap(wording.between, vocabulary))
    inflected = (tuple(_inflected(tokens, vocabulary)) for tokens in (slim, wording.between))
    office = tuple(_with_office(wording.between, wording.occurrence.statement.role))
    for width, between in enumerate((office, *inflected, slim), start=-4):
        if between != wording.between:
            yield Wording(wording.occurrence, wording.left, between, wording.right, width)
    if gap != wording.between:
        yield Wording(wording.occurrence, wording.left, gap, wording.right, width=2)


def _with_office(tokens: Sequence[str], role: str | None) -> Iterator[str]:
    """Yield the tokens, those of an office that is held as a slot of words."""
    words = (role or "").lower().split()
    size = len(words)
    at = next((n for n in range(len(tokens)) if size and [*tokens[n : n + size]] == words), len(tokens))
    yield from (*tokens[:at], *(["{role:<office>}"] if at < len(tokens) else []), *tokens[at + size :])


def _slim(tokens: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the tokens; of a row of plain words all but the last are optional, and adverbs are."""
    for at, token in enumerate(tokens):
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        if _is_open(token, vocabulary) and _is_open(behind, vocabulary):
            yield "[<q>]"
        elif token in vocabulary.words["adverbs"]:
            yield f"[{token}]"
        else:
            yield token


def _inflected(tokens: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the tokens, a finite verb with its other finite forms: at the beginning, or behind "which" and the like."""
    before = ""
    for token in tokens:
        found = [form for form in vocabulary.verbs.get(token, ()) if form.tense in _FINITE]
        is_verb = not before or before.startswith("{") or before in vocabulary.words["relatives"] | {"that"}
        if found and is_verb and _is_open(token, vocabulary):
            forms = vocabulary.words.forms([found[0].lemma])
            yield "/".join(sorted(word for word, known in forms.items() if any(f.tense in _FINITE for f in known)))
        else:
            yield token
        before = before if token.startswith("[") else token


def _gap(tokens: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the first word that says something and the last words, with a gap for what is between."""
    first = next((n for n, token in enumerate(tokens) if _is_open(token, vocabulary)), len(tokens))
    if len(tokens) - first < _GAP:
        yield from tokens
        return
    yield from (*tokens[: first + 1], f"..{_GAP}", tokens[-1])


def _are_near(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two rows may differ in one place only: they begin or end alike, and have nearly one length."""
    return abs(len(one) - len(other)) <= _MOST_OPTIONAL and (one[:1] == other[:1] or one[-1:] == other[-1:])


def _both(one: Sequence[str], other: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Return the tokens that two rows have in common, with one choice or one optional part; None for more."""
    changes = 0
    tokens: list[str] = []
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        first, second = one[i:j], other[k:m]
        if tag == "equal":
            tokens += first
            continue
        changes += 1
        if changes > 1 or max(len(first), len(second)) > (1 if tag == "replace" else _MOST_OPTIONAL):
            return None
        if not all(_PLAIN.fullmatch(token) for token in (*first, *second)):
            return None
        tokens.append("/".join(sorted([*first, *second])) if tag == "replace" else f"[{' '.join([*first, *second])}]")
    return tuple(tokens) if any(_is_open(token, vocabulary) for token in tokens) else None
