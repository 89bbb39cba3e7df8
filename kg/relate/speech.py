"""Find who, in a sentence, says what it says."""

from collections.abc import Mapping, Sequence

from kg.relate.clauses import Clauses
from kg.relate.items import Item
from kg.relate.words import Form, Words

SPEAKERS = frozenset(
    ["Person", "Organization", "Agency", "Company", "University", "Alliance", "Media", "Country", "Document"]
)


def speech_forms(verbs: Mapping[str, Sequence[Form]], words: Words) -> frozenset[str]:
    """Return the words that may be forms of a verb of speech."""
    return frozenset(word for word, forms in verbs.items() if any(form.lemma in words["speech"] for form in forms))


def find_speaker(clauses: Clauses, words: Words) -> str | None:
    """Return the entity that "said", or that "X announced that" names; None where nobody is named."""
    for i, chunk in enumerate(clauses.chunks):
        if chunk.kind == "vg" and chunk.lemmas & words["speech"]:
            inverted = clauses.kind(i - 1) == "comma" or not clauses.subject(i)  # "…, said Wu"
            behind, before = clauses.direct_object(i + 1), clauses.subject(i)
            for group in (behind, before) if inverted else (before,):
                if group and group[0].types & SPEAKERS:
                    return group[0].mentions[0].entity
    return None


def find_source(items: Sequence[Item], words: Words) -> str | None:
    """Return the entity that the words behind "according to" name; None where nobody is named."""
    for i, item in enumerate(items[:-2]):
        if f"{item.lower} {items[i + 1].lower}" in words["according"]:
            named = next((it for it in items[i + 2 : i + 7] if it.types & SPEAKERS), None)
            return named.mentions[0].entity if named else None
    return None
