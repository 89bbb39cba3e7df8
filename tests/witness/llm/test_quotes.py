"""Quotes are found where they stand, or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from kg.records import Span
from kg.witness.llm.quotes import NOWHERE, SEVERAL, find_quote, find_words

TEXT = st.text(st.sampled_from("ab “\"'’-–\n\u00a0"), min_size=1, max_size=40)


@given(TEXT, st.data())
def test_any_stretch_of_a_text_is_found_as_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find_quote(text[start:end], text, Span(0, len(text)))
    assert isinstance(found, Span)
    assert text[found.start : found.end] == text[start:end]


@given(TEXT, TEXT)
def test_what_is_found_is_the_quote_but_for_spaces_and_marks(text: str, quote: str) -> None:
    found = find_quote(quote, text, Span(0, len(text)))
    if isinstance(found, Span):
        assert plain(text[found.start : found.end]) == plain(quote)


def plain(text: str) -> str:
    marks = str.maketrans({"“": '"', "’": "'", "–": "-"})
    return " ".join(text.translate(marks).split())


def test_other_marks_and_spaces() -> None:
    text = "He said: “It’s\n  done” – twice."
    found = find_quote('"It\'s done" - twice', text, Span(0, len(text)))
    assert found == Span(9, 30)


def test_of_several_places_none_is_sure() -> None:
    text = "a  b and a\nb"
    assert find_quote("a b", text, Span(0, len(text))) == SEVERAL
    assert find_quote("a c", text, Span(0, len(text))) == NOWHERE
    assert find_quote("and", text, Span(0, 5)) == NOWHERE
    assert find_quote(" ", "ab", Span(0, 2)) == NOWHERE


def test_words_are_whole() -> None:
    text = "CNSA and CNSAs, C.N.S.A. and 中国国家"
    assert [*find_words("CNSA", text, Span(0, len(text)))] == [Span(0, 4)]
    assert [*find_words("中国", text, Span(0, len(text)))] == [Span(29, 31)]
