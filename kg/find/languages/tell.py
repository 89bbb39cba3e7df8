"""A text into the languages of its paragraphs, by their letters and their small words."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kg.records import Document, Span
from kg.resources import LANGUAGE

ENGLISH = "en"
READ = frozenset({"ar", "de", "es", "fr", "pt", "ro", "ru", "sv", "zh"})
"""The languages beside English whose countries, dates and bodies are read."""

_PARAGRAPH = re.compile(r"[^\n]*(?:\n(?!\s*\n)[^\n]*)*\n?\s*")
_SCRIPTS = (
    ("zh", re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff\uac00-\ud7af]")),  # no kana, no Hangul
    (
        "ru",
        re.compile("[\u0400-\u04ff]"),
        re.compile("[іїєґўјљњћђѓќџәғқңөұүһ]", re.IGNORECASE),
    ),  # no Ukrainian, Serbian …
    ("ar", re.compile("[\u0621-\u064a]"), re.compile("[پچژگکیےٹڈ]")),  # no Persian, no Urdu
)
_OTHERS = re.compile("[\u0400-\u04ff\u0621-\u064a\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_EDGES = ".,;:!?()[]\"'«»“”„…*#>|-"
_ENOUGH = 3  # small words that tell a language, two of them different: "Agence nationale de la recherche" has no more
_CLEAR = 1.5  # so many times the English ones
_FEW = 0.02  # share of letters that only another language of the script has


class Part(NamedTuple):
    """A part of a document's main text in one language."""

    span: Span
    language: str


@lru_cache(maxsize=2)
def split_languages(document: Document) -> tuple[Part, ...]:
    """Return the parts of the main text with their languages in order.

    The document's own `language` decides where a paragraph's words do not, else that of most of the text.
    """
    text = document.text
    main = document.main or (Span(0, len(text)),)
    paragraphs = [part for span in main for part in _paragraphs(text, span)]
    told = [_tell(text[span.start : span.end]) for span in paragraphs]
    usual = _stated(document) or _usual(text, paragraphs, told)
    return tuple(_merged(Part(span, one or usual) for span, one in zip(paragraphs, told, strict=True)))


def _stated(document: Document) -> str | None:
    field = document.first("language")
    tag = field.value.lower().partition("-")[0] if field else None
    return tag if tag in READ or tag == ENGLISH else None


def _paragraphs(text: str, span: Span) -> Iterable[Span]:
    for match in _PARAGRAPH.finditer(text, span.start, span.end):
        if match.end() > match.start():
            yield Span(match.start(), match.end())


def _tell(text: str) -> str | None:
    """Return the language that a paragraph tells, None where it does not."""
    script = _script(text) if _OTHERS.search(text) else None
    if script:
        return script
    if _is_english(text):
        return ENGLISH
    counts, kinds = _counts(text)
    best = max(sorted(counts), key=lambda language: counts[language], default=ENGLISH)
    if best == ENGLISH or counts[best] < _CLEAR * counts[ENGLISH]:
        return ENGLISH if counts[ENGLISH] >= _ENOUGH else None
    if counts[best] < _ENOUGH or kinds[best] == 1:
        return None
    return best if best in READ else ENGLISH


def _is_english(text: str) -> bool:
    """Return whether a paragraph has small words of English and hardly any of another language: most have."""
    own, others = _own_words()
    words = set(text.lower().split())
    return len(words & own) >= _ENOUGH and len(words & others) <= 1


@cache
def _own_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the small words that English alone has, and those that it does not have."""
    marks = _marks()
    own = frozenset(word for word, languages in marks.items() if languages == [ENGLISH])
    return own, frozenset(word for word, languages in marks.items() if ENGLISH not in languages)


def _script(text: str) -> str | None:
    """Return the language of a paragraph in other than Latin letters; English stands for one that is not read."""
    latin = len(_LATIN.findall(text))
    for language, letters, others in _SCRIPTS:
        count = len(letters.findall(text))
        if count > latin:
            return language if len(others.findall(text)) <= _FEW * count else ENGLISH
    return None


def _counts(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return how many small words of each language the text has, and how many different ones."""
    marks = _marks()
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for word, count in Counter(word.strip(_EDGES) for word in text.lower().replace("’", "'").split()).items():
        for language in marks.get(word, ()):
            counts[language] += count
            kinds[language] += 1
    return counts, kinds


def is_small(word: str) -> bool:
    """Return whether a lower-case word is one of the small words by which a language is told."""
    return word in _marks()


@cache
def _marks() -> Mapping[str, Sequence[str]]:
    """Return the languages that have each of the small words."""
    loaded = tomllib.loads((LANGUAGE / "function-words.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {}
    for language, words in loaded.items():
        for word in words:
            found.setdefault(word, []).append(language)
    return found


def _usual(text: str, paragraphs: Sequence[Span], told: Sequence[str | None]) -> str:
    """Return the language of most of the text that tells one; of a text that nowhere does, what little it has says."""
    sizes: Counter[str] = Counter()
    for span, language in zip(paragraphs, told, strict=True):
        if language:
            sizes[language] += len(text[span.start : span.end].strip())
    if not sizes:
        counts, _ = _counts(text)  # one word alone tells nothing: "under" is Swedish too
        sizes = Counter({language: count for language, count in counts.items() if count > 1 or language == ENGLISH})
        sizes[ENGLISH] *= 2
    best = max(sorted(sizes), key=lambda language: sizes[language], default=ENGLISH)
    return best if best in READ and list(sizes.values()).count(sizes[best]) == 1 else ENGLISH


def _merged(parts: Iterable[Part]) -> Iterable[Part]:
    last: Part | None = None
    for part in parts:
        if last and last.language == part.language and last.span.end == part.span.start:
            last = Part(Span(last.span.start, part.span.end), part.language)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last
