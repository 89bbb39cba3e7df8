"""Find who, in a sentence, says what it says."""

from kg.relate.clauses import Clauses
from kg.relate.items import Item, Sentence
from kg.relate.words import Words

_SPEAKERS = frozenset(
    ["Person", "Organization", "Agency", "Company", "University", "Alliance", "Media", "Country", "Document"]
)


def find_speaker(sentence: Sentence, clauses: Clauses, words: Words) -> str | None:
    """Return the entity that "said", "according to" or "X announced that" names; None where nobody is named."""
    for i, chunk in enumerate(clauses.chunks):
        if chunk.kind == "vg" and chunk.lemmas & words["speech"]:
            inverted = clauses.kind(i - 1) == "comma" or not clauses.subject(i)  # "…, said Wu"
            behind, before = clauses.direct_object(i + 1), clauses.subject(i)
            for group in (behind, before) if inverted else (before,):
                if group and group[0].types & _SPEAKERS:
                    return group[0].mentions[0].entity
    return _source(sentence.items, words)


def _source(items: tuple[Item, ...], words: Words) -> str | None:
    """Return the entity that the words behind "according to" name."""
    for i, item in enumerate(items[:-2]):
        if f"{item.lower} {items[i + 1].lower}" in words["according"]:
            named = next((it for it in items[i + 2 : i + 7] if it.types & _SPEAKERS), None)
            return named.mentions[0].entity if named else None
    return None
