"""Bodies whose last word says what they did with a thing: "ESA-led", "European Union-funded", "Fjord Energy-built"."""

from collections.abc import Iterator, Sequence

from kg.find.found import Found
from kg.find.words import Words
from kg.lexicon import ORGANIZATIONS, Lexicon
from kg.records import Mention

_WORDS = 3  # words of a body's name before the one with the hyphen


def find_makers(words: Words, lexicon: Lexicon, chosen: Sequence[Found], taken: Sequence[int]) -> Iterator[Mention]:
    """Yield the bodies, known to the gazetteers or to the document, in front of "-led", "-built" and the like."""
    endings = [f"-{word}" for word in lexicon.rows("endings").get("made", ())]
    here = {words.phrase(one.first, one.last): one for one in chosen if one.type in ORGANIZATIONS}
    for at, names in words.joined(endings, _WORDS):
        for span, _, name in names if not taken[at] else ():
            type_, label = _body(lexicon, here, name)
            if type_:
                text = words.text[span.start : span.end]
                yield Mention(span.start, span.end, text, type_, "compound", name=label)
                break


def _body(lexicon: Lexicon, here: dict[str, Found], name: str) -> tuple[str | None, str | None]:
    """Return class and full name of the body of this name, or two None."""
    if name in here:
        return here[name].type, here[name].name or name
    known = next((known for known in lexicon.lookup(name) if known.type in ORGANIZATIONS), None)
    return (known.type, known.name) if known else (None, None)
