"""The words that relating knows: closed classes, cues and verb forms, read from `data/language/en-relate.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from kg.resources import LANGUAGE

Tense = Literal["base", "s", "ing", "past", "part"]

_VOWELS = "aeiou"
_ORGANIZATIONS = frozenset(["Organization", "Agency", "Company", "University", "Alliance", "Media"])
_CLOSED = ("determiners", "prepositions", "conjunctions", "relatives", "subordinators", "pronouns", "auxiliaries")


@dataclass(frozen=True, slots=True)
class Form:
    """What a word may be: a form of the verb `lemma`."""

    lemma: str
    tense: Tense


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Closed classes and cues by name, and how verbs are inflected."""

    classes: Mapping[str, frozenset[str]]
    irregular: Mapping[str, tuple[str, str]]
    doubling: frozenset[str]
    common: tuple[str, ...]
    macros: Mapping[str, str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.classes[name]

    def appositives(self, kind: str) -> frozenset[str]:
        """Return the nouns that only say what a thing of that class is: "mission" behind the name of a project."""
        if kind in _ORGANIZATIONS:
            return self.classes["Organization"]
        return self.classes.get(kind, frozenset())

    def collective(self, kind: str) -> frozenset[str]:
        """Return the nouns that mean several things of that class: "countries", "agencies", "missions"."""
        group = "Organization" if kind in _ORGANIZATIONS else "Project" if kind == "LaunchVehicle" else kind
        return self.classes.get("many " + group, frozenset())

    def forms(self, lemmas: Iterable[str]) -> dict[str, tuple[Form, ...]]:
        """Return each word that is a form of one of the verbs, with what it may be."""
        found: dict[str, list[Form]] = {}
        for lemma in dict.fromkeys(lemmas):
            for form, tense in self._inflect(lemma):
                found.setdefault(form, []).append(Form(lemma, tense))
        return {word: tuple(dict.fromkeys(forms)) for word, forms in found.items()}

    def _inflect(self, lemma: str) -> list[tuple[str, Tense]]:
        past, part = self.irregular.get(lemma, (None, None))
        regular = self._with_suffix(lemma, "ed")
        variants: list[tuple[str, Tense]] = []
        if lemma in self.classes["both"]:
            doubled = lemma + lemma[-1]
            variants = [(doubled + "ing", "ing"), (doubled + "ed", "past"), (doubled + "ed", "part")]
        return [
            *variants,
            (lemma, "base"),
            (_third_person(lemma), "s"),
            (self._with_suffix(lemma, "ing"), "ing"),
            (past or regular, "past"),
            (part or past or regular, "part"),
        ]

    def _with_suffix(self, lemma: str, suffix: str) -> str:
        if lemma.endswith("ie") and suffix == "ing":
            return lemma[:-2] + "ying"
        if lemma.endswith("e") and not (suffix == "ing" and lemma.endswith(("ee", "oe", "ye"))):
            return lemma[:-1] + suffix
        if lemma.endswith("y") and lemma[-2] not in _VOWELS and suffix == "ed":
            return lemma[:-1] + "ied"
        if self._doubles(lemma):
            return lemma + lemma[-1] + suffix
        return lemma + suffix

    def _doubles(self, lemma: str) -> bool:
        if lemma in self.doubling:
            return True
        end = lemma[-3:]
        one_syllable = sum(c in _VOWELS for c in lemma) == 1
        closed = len(end) == 3 and end[0] not in _VOWELS and end[1] in _VOWELS and end[2] not in _VOWELS + "wxy"
        return one_syllable and closed


def _third_person(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


@cache
def load_words(language: str = "en") -> Words:
    """Return the words of a language, from `data/language/LANGUAGE-relate.toml`."""
    with (LANGUAGE / f"{language}-relate.toml").open("rb") as file:
        tables: dict[str, dict[str, Any]] = tomllib.load(file)
    verbs, macros = tables.pop("verbs"), tables.pop("macros")
    collective = {f"many {kind}": frozenset(nouns) for kind, nouns in tables.pop("collective").items()}
    irregular = {lemma: tuple(forms.split()) for lemma, forms in verbs["irregular"].items()}
    classes = {name: frozenset(words) for table in tables.values() for name, words in table.items()}
    return Words(
        classes=classes
        | collective
        | {
            "both": frozenset(verbs["both"]),
            "offices": classes["nouns"],
            "speech": classes["verbs"],
            "LaunchVehicle": classes["LaunchVehicle"] | classes["Project"],
            "beside a name": classes["honorifics"] | classes["postnominals"],
            "before a verb": classes["pronouns"] | classes["conjunctions"] | classes["relatives"],
            "before a present": frozenset(["to"]).union(
                *(classes[name] for name in ("auxiliaries", "pronouns", "adverbs", "relatives"))
            ),
            "kinds of body": frozenset(f"{macros['body']}/{macros['firm']}".split("/")),
            "towns": frozenset(macros["town"].split("/")),
            "actors": classes["Organization"] | collective["many Country"] | collective["many Organization"],
            "plural": frozenset().union(*collective.values()),
            "closed": frozenset().union(*(classes[name] for name in _CLOSED)),
        },
        irregular={lemma: (forms[0], forms[-1]) for lemma, forms in irregular.items()},
        doubling=frozenset(verbs["doubling"]),
        common=(*verbs["common"], *tables["speech"]["verbs"]),
        macros=macros,
    )
