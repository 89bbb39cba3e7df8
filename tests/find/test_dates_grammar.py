"""The date file of a language: its rules, each with an example that only it reads."""

import shutil
import tomllib
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.find.languages.tell import READ
from kg.find.timex import language as module
from kg.find.timex.context import read_date
from kg.find.timex.firsts import first_places
from kg.find.timex.grammar import Rule
from kg.find.timex.language import load_grammar
from kg.find.timex.match import find_parts, read_row
from kg.find.timex.readings import ANCHORS, READINGS
from kg.find.timex.tense import tense_at
from kg.resources import LANGUAGE

RULES = load_grammar().rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_reads_its_example(rule: Rule) -> None:
    context = read_date("2022-02-10")
    read = {}
    for parts in find_parts(read_row(rule.example, load_grammar())):
        context.tense = tense_at(parts)
        value = READINGS[parts.rule.reading](parts, context)
        assert value is not None
        read[parts.rule.name] = value.value
        if parts.rule.reading in ANCHORS:
            context.remember(value.value)
    assert read.get(rule.name) == rule.value


def test_rules_have_different_names() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


def test_every_reading_is_used() -> None:
    rules = [rule for language in ("en", *sorted(READ)) for rule in load_grammar(language).rules]
    assert {rule.reading for rule in rules} == set(READINGS)
    assert set(READINGS) >= ANCHORS


def test_every_word_class_and_pattern_is_used() -> None:
    loaded = tomllib.loads((LANGUAGE / "en-dates.toml").read_text(encoding="utf-8"))
    contexts = [text for row in loaded["contexts"].values() for texts in row.values() for text in texts]
    patterns = [*loaded["patterns"].values(), *loaded["cues"].values(), *contexts]
    text = " ".join([*patterns, *(row["pattern"] for row in loaded["rule"])])
    used = {match["name"] or match["group"] for match in module.REFERENCE.finditer(text)}
    assert {*loaded["words"], *loaded["patterns"]} - used == {"not_past"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("'<iso_time>'", "'<iso_tim>'", "rule 'timestamp': there is no class or pattern 'iso_tim'"),
        ("'<iso_time>'", "'(<iso_time>'", "rule 'timestamp': its pattern is no regular expression"),
        ("'<iso_time>'", "'<iso_time>?'", "rule 'timestamp': its pattern matches the empty text"),
        ('reading = "stamp"', 'reading = "stam"', "rule 'timestamp': there is no reading 'stam'. There are: ago, "),
        ("the_ = '(?:{the} )?'", "the_ = '(?:{the_} )?'", "its patterns use each other in a circle"),
        ('value = "2022-02-10T09:52:14"', "", "rule 'timestamp': it has no value"),
        ('contexts = ["word"]', 'contexts = ["wort"]', "rule 'day_words': there is no context 'wort'. There are: "),
        ("[words]\n", "[words\n", "not TOML"),
    ],
)
def test_mistake_in_the_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    path = tmp_path / "xx-dates.toml"
    shutil.copy(LANGUAGE / "en-dates.toml", path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(module, "LANGUAGE", tmp_path)
    with pytest.raises(OntologyError) as caught:
        load_grammar("xx")
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


def test_language_without_a_date_file_is_named() -> None:
    with pytest.raises(OntologyError, match=r"tlh-dates\.toml: there is no such file. There are: .*en"):
        load_grammar("tlh")


@pytest.mark.parametrize(
    ("expression", "characters"),
    [
        ("abc", "a"),
        ("a?b", "ab"),
        ("(?:a|b{0,2}c)d", "abc"),
        ("(?P<x>[ab])+", "ab"),
        ("(?<!x)(?=y)(?!z)a", "a"),
        (r"\.\(", "."),
        (r"[\]a]", "]a"),
        ("a{2}b|c{1,}", "ac"),
        ("(?:(?:a )?b )?c", "abc"),
    ],
)
def test_first_characters_of_an_expression(expression: str, characters: str) -> None:
    assert first_places(expression).places[0] == frozenset(characters)


@pytest.mark.parametrize(
    ("expression", "fits", "other"),
    [
        ("a b", ["a b", "a", "a "], ["a c", "aab"]),
        ("a (?:b )?c", ["a b", "a c"], ["a d"]),
        ("ab?", ["ab ", "a x"], []),
        ("a+b", ["aab", "abx", "aaa"], ["acb"]),
        ("a*?bc", ["bcx", "aab", "abc"], ["ad "]),
        ("a[^b]c", ["axc", "a c"], ["axd"]),
        ("a.c", ["axc"], ["axd"]),
        ("(?P<x>[-/])a(?P=x)", ["-a-", "/ax"], ["-b-"]),
        (r"a\sb", ["a b"], []),
        ("(?<!x)a(?! b)", ["a b", "axx"], []),
        ("a{2}b", ["aab"], ["acb"]),
    ],
)
def test_first_places_leave_out_no_match(expression: str, fits: list[str], other: list[str]) -> None:
    begin = first_places(expression)
    assert [text for text in (*fits, *other) if begin.may_be(text)] == fits


@pytest.mark.parametrize(("expression", "why"), [("a?", "empty text"), (".a", "any character"), ("[^a]b", "any")])
def test_expression_that_may_begin_with_anything_is_refused(expression: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        first_places(expression)
