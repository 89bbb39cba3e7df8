"""What counts as the same word, and what a character by itself."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.terms import Places, terms


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Agência Espacial", "agencia espacial"),
        ("Ørsted, Łódź, Straße, Æther", "orsted lodz strasse aether"),
        ("İstanbul", "istanbul"),
        ("Τσιολκόφσκι", "ΤΣΙΟΛΚΟΦΣΚΙ"),
        ("Королёв", "королев"),
        ("كِتَابٌ", "كتاب"),
        ("مـــدار", "مدار"),
        ("ＮＡＳＡ", "nasa"),
        ("ﬁne co\u00adoperation", "fine cooperation"),
        ("Chang’e-6", "chang'e 6"),
        ("line\r\nbreak\rhere", "line break here"),
        ("e\u0301tude", "étude"),
    ],
)
def test_written_differently_and_the_same(written: str, typed: str) -> None:
    assert terms(written) == terms(typed)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("हिन्दी", "हनद"), ("resume", "résumés")])
def test_different_words_stay_so(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "count"), [("月球车", 3), ("カメラ", 3), ("달탐사", 3), ("ดวงจันทร", 8), ("हिन्दी भाषा", 2), ("вода", 1)]
)
def test_characters_of_scripts_without_spaces_stand_alone(text: str, count: int) -> None:
    assert len(terms(text)) == count


@given(st.text())
def test_terms_are_letters_numbers_and_marks(text: str) -> None:
    for term in terms(text):
        assert {unicodedata.category(character)[0] for character in term} <= set("LNM")


@given(st.text())
def test_terms_of_terms_are_the_same(text: str) -> None:
    found = terms(text)
    assert terms(" ".join(found)) == found


@given(st.lists(st.text(st.sampled_from("aéß月ｱ\u0301\u00ad '-1"), max_size=6), max_size=5), st.data())
def test_each_term_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    text = unicodedata.normalize("NFC", " ".join(words))
    found = terms(text)
    if not found:
        return
    number = data.draw(st.integers(0, len(found) - 1))
    places = Places(text).of([found[number]])
    assert places
    for start, end in places:
        assert terms(text[start:end]) == [found[number]]
