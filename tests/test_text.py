"""Text into folded text, words, sentences and slugs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Span
from kg.sentences import split_sentences
from kg.text import fold, slug, tokenize

NASTY = st.text(alphabet="aZé’'\"“” .-\n\t\r\u00ad\u200b\u0301中國5#|*>ﬁ😀\u2009—", max_size=60)


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chang’e‑8 — “moon”", 'Chang\'e-8 - "moon"'),
        ("Inter\u00adnational CN\u200bSA\ufeff", "International CNSA"),
        ("Jose\u0301 N\u0303un\u0303ez", "José Ñuñez"),
        ("a\u00a0b\u2009c\nd", "a b c d"),
        ("eﬃcient", "efficient"),
        ("中国国家航天局", "中国国家航天局"),
        ("한국".encode().decode(), "한국"),
        ("", ""),
    ],
)
def test_folding_leaves_one_form(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_folded_span_covers_what_was_dropped_inside_and_not_what_follows() -> None:
    text = "see CN\u00adSA\ufeff now"
    folded = fold(text)
    at = folded.text.index("CNSA")
    span = folded.span(at, at + 4)
    assert text[span.start : span.end].startswith("CN\u00adSA")
    assert folded.offsets[len(folded.text)] == len(text)


def test_ascii_is_folded_to_itself() -> None:
    folded = fold("plain")
    assert (folded.text, folded.offsets[3], folded.span(1, 3)) == ("plain", 3, Span(1, 3))


@given(NASTY)
def test_folded_offsets_never_go_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert all(left <= right for left, right in pairwise(folded.offsets))
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.offsets, folded.ends, strict=False))


@given(NASTY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China's plan", ["China", "'s", "plan"]),
        ("Chang’e-6 and O'Neill", ["Chang’e-6", "and", "O'Neill"]),
        ("the states' rights", ["the", "states", "'", "rights"]),
        ("We'll see; it isn't.", ["We", "'ll", "see", ";", "it", "isn't", "."]),
        ("the U.S., Dr. Li and No. 5", ["the", "U.S.", ",", "Dr.", "Li", "and", "No.", "5"]),
        ("He said no.", ["He", "said", "no", "."]),
        ("William N. Brown, J.R.R. Tolkien", ["William", "N.", "Brown", ",", "J.R.R.", "Tolkien"]),
        ("on 2022-02-10 at 09:52 for $1,000.50", ["on", "2022-02-10", "at", "09:52", "for", "$", "1,000.50"]),
        ("a 10-year plan, the 13th, 1990s", ["a", "10-year", "plan", ",", "the", "13th", ",", "1990s"]),
        (
            "mail a.b@c.org or https://x.org/a_(b).",
            ["mail", "a.b@c.org", "or", "https://x.org/a_(b", ")", "."],
        ),
        ("与俄罗斯ISRO合作", ["与", "俄", "罗", "斯", "ISRO", "合", "作"]),
        ("Japan-U.S. and U.S.-led", ["Japan", "-", "U.S.", "and", "U.S.", "-", "led"]),
        ("AT&T/R&D (GRACE-C)", ["AT&T", "/", "R&D", "(", "GRACE-C", ")"]),
        ("Inter\u00adnational", ["Inter\u00adnational"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_lower_is_folded() -> None:
    assert [token.lower for token in tokenize("NASA’s É\u00adTAT")] == ["nasa", "'s", "état"]


@given(NASTY)
def test_words_stand_where_they_say(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(left.end <= right.start for left, right in pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It is led by the U.S. Norway is next.", ["It is led by the U.S.", "Norway is next."]),
        ("He joined the U.S. The rest waited.", ["He joined the U.S.", "The rest waited."]),
        ("The U.S. Congress has agreed.", ["The U.S. Congress has agreed."]),
        ("The Japan-U.S. pact holds.", ["The Japan-U.S. pact holds."]),
        ("See No. 5 of Jan. 5, says Dr. Li.", ["See No. 5 of Jan. 5, says Dr. Li."]),
        ("Ask William N. Brown about plan B. It works.", ["Ask William N. Brown about plan B.", "It works."]),
        (
            "“We go. We stay,” she said. “Is it?” he asked.",
            ["“We go.", "We stay,” she said.", "“Is it?” he asked."],
        ),
        (
            "A long line that was\nwrapped Here by a mailer\nand ends.",
            ["A long line that was\nwrapped Here by a mailer\nand ends."],
        ),
        (
            "Short Title\nThe paragraph is much longer than its title.",
            ["Short Title", "The paragraph is much longer than its title."],
        ),
        ("Parties:\n- China\n- Russia\n* India", ["Parties:", "China", "Russia", "India"]),
        ("# Head\nBody text.\n> quoted", ["Head", "Body text.", "quoted"]),
        ("| a | b |\n|---|---|\n| China | 2 |", ["a | b", "China | 2"]),
        ("title: One\nauthor: two\n", ["title: One", "author: two"]),
        ("中国签署。俄罗斯也签署。", ["中国签署。", "俄罗斯也签署。"]),
        ("  \n\n---\n\n", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_sentences_only_within_the_spans() -> None:
    text = "Menu. The station flies. Footer."
    found = split_sentences(text, [Span(6, 24)])
    assert found == [Span(6, 24)]


@given(NASTY)
def test_sentences_are_trimmed_ordered_and_inside(text: str) -> None:
    found = split_sentences(text, [Span(0, len(text))])
    assert all(left.end <= right.start for left, right in pairwise(found))
    for span in found:
        part = text[span.start : span.end]
        assert part
        assert part == part.strip()


def test_a_wide_space_before_a_full_stop_is_a_space() -> None:
    text = "They sent Rover Z\u2009. It landed."
    assert split_sentences(text, [Span(0, len(text))])


def test_a_run_of_brackets_takes_linear_time() -> None:
    text = "(“" * 100_000 + " end."
    assert split_sentences(text, [Span(0, len(text))])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chang’e-6", "chang-e-6"),
        ("Agência Espacial Brasileira", "agencia-espacial-brasileira"),
        ("European Space Agency", "european-space-agency"),
        ("“Belt and Road” Initiative", "belt-and-road-initiative"),
        ("中国国家航天局", "中国国家航天局"),
        ("Роскосмос", "роскосмос"),
        ("Łódź Øresund Straße", "lodz-oresund-strasse"),
        ("a_b", "a-b"),
        ("!?", "u0021-u003f"),
        ("", "unnamed"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text(max_size=30))
def test_a_slug_is_never_empty_and_has_no_space(text: str) -> None:
    made = slug(text)
    assert made
    assert not any(character.isspace() for character in made)


@pytest.mark.parametrize("mark", [*"-.+_(*,'|#", "a.", "a@", "1-", "www.", "x-"])
def test_a_long_run_of_one_mark_is_cut_whole(mark: str) -> None:
    # In a pattern that starts afresh at each mark, a run of this length takes minutes.
    text = mark * (100_000 // len(mark))
    assert "".join(token.text for token in tokenize(text)) == text


def test_an_address_is_one_token() -> None:
    text = "Write to ann.lee+moon@space-agency.example.org, not to -@-."
    assert [token.text for token in tokenize(text)][2:4] == ["ann.lee+moon@space-agency.example.org", ","]
