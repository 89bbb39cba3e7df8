"""A snippet is a part of the text as it stands, and shows what was looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.snippet import WIDTH, Snippet, to_snippet
from kg.search.words import read_words


def marked(found: Snippet) -> list[str]:
    return [found.text[mark.start : mark.end] for mark in found.marks]


def test_marks_are_the_words_as_they_are_written() -> None:
    found = to_snippet("L’Agência lançou a Chang’e-6.", read_words("agencia chang'e-6 lanc*"))
    assert marked(found) == ["Agência", "lançou", "Chang’e-6"]


def test_part_where_most_words_stand_together_is_shown() -> None:
    text = "Moon. " + "x " * 400 + "The moon station opens. " + "y " * 400 + "Moon, moon, moon."
    found = to_snippet(text, read_words("moon station"))
    assert marked(found) == ["moon", "station"]
    assert text[found.start :].startswith(found.text)


def test_cut_falls_between_words() -> None:
    text = "alpha " * 200 + "target " + "omega " * 200
    found = to_snippet(text, read_words("target"))
    assert set(found.text.split()) == {"alpha", "target", "omega"}
    assert len(found.text) > WIDTH * 3 // 4


def test_text_without_the_words_shows_its_beginning() -> None:
    found = to_snippet("one two three", read_words("four"))
    assert (found.text, found.start, found.marks) == ("one two three", 0, ())


def test_phrase_is_marked_as_a_whole_and_alone() -> None:
    assert marked(to_snippet("lunar base, lunar  gateway", read_words('"lunar gateway"'))) == ["lunar  gateway"]


def test_chinese_is_found_within_a_sentence() -> None:
    assert marked(to_snippet("中国国家航天局宣布嫦娥六号登陆月球背面。", read_words("嫦娥 月球"))) == ["嫦娥", "月球"]


def test_words_far_into_a_book_are_shown() -> None:
    text = "filler words " * 50_000 + "The target stands here. " + "more words " * 20_000
    found = to_snippet(text, read_words("target stands"))
    assert marked(found) == ["target", "stands"]
    assert text[found.start : found.start + len(found.text)] == found.text


@pytest.mark.parametrize("before", range(99_980, 100_021, 4))
def test_word_at_the_end_of_a_portion_is_not_cut(before: int) -> None:
    text = "x" * (before - 1) + " navigate " + "y" * 500
    assert marked(to_snippet(text, read_words("navigate"))) == ["navigate"]
    assert marked(to_snippet(text, read_words("gate"))) == []


@given(st.text(st.sampled_from("ab é月\n\u0301."), max_size=900), st.sampled_from(["a", "ab", "e*", "月 b", '"a b"']))
def test_snippet_is_a_short_part_of_the_text(text: str, words: str) -> None:
    found = to_snippet(text, read_words(words))
    assert text[found.start : found.start + len(found.text)] == found.text
    assert len(found.text) <= WIDTH
    ends = [end for mark in found.marks for end in (mark.start, mark.end)]
    assert ends == sorted(ends)
    assert all(0 <= end <= len(found.text) for end in ends)
