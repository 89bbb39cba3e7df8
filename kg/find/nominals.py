"""Specific things without a name: "an agreement", "the white paper", "the international lunar research station"."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.find.found import Found
from kg.find.words import CAPITAL, SMALL, Sentence, Words
from kg.lexicon import Lexicon


@lru_cache(maxsize=8)
def _nouns(lexicon: Lexicon) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the head phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    rows = [
        (type_, noun)
        for type_ in ("Agreement", "Document")
        for noun in lexicon.rows("nominals").get(type_, ())
    ]
    rows += [("Project", noun) for noun in lexicon.rows("projects").get("specific", ())]
    for type_, noun in rows:
        key = tuple(noun.lower().split())
        found.setdefault(key[0], []).append((key, type_))
    return {first: tuple(sorted(keys, key=lambda k: -len(k[0]))) for first, keys in found.items()}


def find_nominals(words: Words, lexicon: Lexicon, chosen: Sequence[Found]) -> Iterator[Found]:
    """Yield the head phrases of unnamed agreements, documents and projects that a determiner or an owner makes specific."""
    taken = {at for one in chosen for at in range(one.first, one.last)}
    owners = {one.last for one in chosen if one.type != "Date"}
    nouns = _nouns(lexicon)
    for sentence in words.sentences:
        at = sentence.first
        while at < sentence.last:
            end = at + 1
            for key, type_ in nouns.get(words.lower[at], ()):
                if tuple(words.lower[at : at + len(key)]) == key and not taken.intersection(
                    range(at, at + len(key))
                ):
                    end = at + len(key)
                    yield from _specific(words, lexicon, sentence, at, end, type_, owners)
                    break
            at = end


def _specific(
    words: Words, lexicon: Lexicon, sentence: Sentence, first: int, last: int, type_: str, owners: set[int]
) -> Iterator[Found]:
    modifiers = lexicon.cues("nominals", "modifiers")
    start = first
    while start > sentence.first and (
        words.shape[start - 1] in {SMALL, CAPITAL} and words.lower[start - 1] in modifiers
    ):
        start -= 1
    before = words.lower[start - 1] if start > sentence.first else ""
    owned = start - 1 in owners or (words.shape[start - 1 : start] == "s" and start - 2 in owners)
    definite = before in lexicon.cues("anaphors", "determiners")
    if type_ == "Project" and not (
        owned or (definite and start < first) or before in {"a", "an"} and start < first
    ):
        return
    if owned or definite or before in {"a", "an"} or words.lower[last - 1].endswith("s") or sentence.headline:
        yield Found(start, last, type_, "nominal", 8, kind="nominal")
