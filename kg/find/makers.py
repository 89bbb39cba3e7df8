"""Bodies whose last word says what they did with a thing: "ESA-led", "European Union-funded", "Fjord Energy-built"."""

from collections.abc import Iterator, Sequence

from kg.find.found import Found
from kg.find.words import Words
from kg.lexicon import ORGANIZATIONS, Lexicon
from kg.records import Mention

_WORDS = 3  # words of a body's name before the one with the hyphen


def find_makers(words: Words, lexicon: Lexicon, chosen: Sequence[Found], taken: Sequence[int]) -> Iterator[Mention]:
    """Yield the bodies, known to the gazetteers or to the document, in front of "-led", "-built" and the like."""
    endings = tuple(f"-{word}" for word in lexicon.rows("endings").get("made", ()))
    here = {words.phrase(one.first, one.last): one for one in chosen if one.type in ORGANIZATIONS}
    compounds = {form for form in words.index if form.endswith(endings)}
    for at in words.where_written(compounds):
        last = words.forms[at].rpartition("-")[0]
        for first in range(max(words.sentence_at(at).first, at - _WORDS), at + 1):
            name = " ".join([*words.forms[first:at], last])
            type_, label = _body(lexicon, here, name)
            if type_ and not taken[at]:
                start, end = words.starts[first], words.starts[at] + len(last)
                yield Mention(start, end, words.text[start:end], type_, "compound", name=label)
                break


def _body(lexicon: Lexicon, here: dict[str, Found], name: str) -> tuple[str | None, str | None]:
    """Return class and full name of the body of this name, or two None."""
    if name in here:
        return here[name].type, here[name].name or name
    known = next((known for known in lexicon.lookup(name) if known.type in ORGANIZATIONS), None)
    return (known.type, known.name) if known else (None, None)
