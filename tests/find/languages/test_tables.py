"""The names of countries in other languages are those of the Unicode Common Locale Data Repository, by way of Babel."""

import re
import tomllib
from collections import Counter

import pytest
from babel import Locale

from kg.find.languages.names import load_names
from kg.find.languages.tell import READ
from kg.find.timex.language import load_grammar
from kg.lexicon import load_lexicon
from kg.resources import GAZETTEER, LANGUAGE

FOLDER = GAZETTEER / "countries"
LOCALES = {language: (language,) for language in sorted(READ)} | {"zh": ("zh_Hans", "zh_Hant"), "pt": ("pt", "pt_PT")}
_LOCAL = re.compile(r"\s*[(（].*?[)）]|,.*| - .*| — Новая")  # "Myanmar (Birmanie)", "Congo - Kinshasa"
_SHORTENED = re.compile(r"\bо-ва?\b|\bSAR\b|R\.A\.S\.|^RAE |特别行政区|行政區")


def table(language: str) -> str:
    """Return the text of the table of a language: the code, and the names behind it that name one country alone."""
    rows = (GAZETTEER / "countries.tsv").read_text(encoding="utf-8").splitlines()[1:]
    named = {row.partition("\t")[0]: names(language, row.partition("\t")[0]) for row in rows}
    uses = Counter(name for found in named.values() for name in found)
    kept = {code: [name for name in found if uses[name] == 1] for code, found in named.items()}
    lines = [f"{code}\t{'|'.join(found)}\n" for code, found in sorted(kept.items()) if found]
    return "code\tnames\n" + "".join(lines)


def names(language: str, code: str) -> list[str]:
    """Return the names of a country in the locales of a language, without what is put in brackets."""
    found = [Locale.parse(tag).territories.get(code, "") for tag in LOCALES[language]]
    plain = [_LOCAL.sub("", name).strip() for name in found]
    return sorted({name for name in plain if name and not _SHORTENED.search(name)})


@pytest.mark.parametrize("language", sorted(READ))
def test_table_is_what_babel_says(language: str, request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{language}.tsv"
    if request.config.getoption("--regold"):
        path.write_text(table(language), encoding="utf-8", newline="\n")
    same = path.read_text(encoding="utf-8") == table(language)
    assert same, f"{path} is not what Babel says. Run: pytest {__file__} --regold, and read the difference."


def test_there_is_a_table_for_each_language_that_is_read() -> None:
    assert {path.stem for path in FOLDER.glob("*.tsv")} == READ
    assert {path.name.removesuffix("-names.toml") for path in LANGUAGE.glob("*-names.toml")} == READ
    assert {path.name.removesuffix("-dates.toml") for path in LANGUAGE.glob("*-dates.toml")} == READ | {"en"}


@pytest.mark.parametrize("language", sorted(READ))
def test_names_are_of_things_that_the_gazetteers_know(language: str) -> None:
    lexicon = load_lexicon()
    for form in load_names(language).forms.values():
        if form.kind == "body":
            assert any(name.role == "name" for name in lexicon.lookup_name(form.key)), form
        elif form.kind != "blocked":
            assert lexicon.country(form.key), form


@pytest.mark.parametrize("language", sorted(READ))
def test_dropped_names_are_names(language: str) -> None:
    loaded = tomllib.loads((LANGUAGE / f"{language}-names.toml").read_text(encoding="utf-8"))
    known = {name for line in table(language).splitlines() for name in line.partition("\t")[2].split("|")}
    assert set(loaded["drop"]) <= known


@pytest.mark.parametrize("language", sorted(READ))
def test_word_classes_are_used(language: str) -> None:
    loaded = tomllib.loads((LANGUAGE / f"{language}-dates.toml").read_text(encoding="utf-8"))
    common = tomllib.loads((LANGUAGE / "dates-common.toml").read_text(encoding="utf-8"))
    texts = [
        str(part)
        for file in (loaded, common)
        for key in ("patterns", "cues", "contexts", "rule")
        for part in [file.get(key)]
    ]
    used = set(re.findall(r"[{<](?:\w+:)?(\w+)[}>]", " ".join(texts)))
    assert set(loaded["words"]) - used <= {"small", "couple", "ordinal", "second", "day_part"}
    assert load_grammar(language).rules
