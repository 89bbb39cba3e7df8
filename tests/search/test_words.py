"""Nothing that is typed can be wrong for SQLite, or mean there what it does not mean here."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KGError
from kg.search.words import Wanted, expression, read_words

NASTY = st.text(st.sampled_from("ab月é1 \"'*:()^-+{},.;\\%_\n\x00ANDORNEAR\ud800|&<>“”"), max_size=40)


@pytest.fixture(scope="module")
def table() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, content='', tokenize='ascii')")
    connection.execute("INSERT INTO t (rowid, words) VALUES (1, 'and or near a b 月 words')")
    yield connection
    connection.close()


@given(text=st.one_of(NASTY, st.text()))
def test_no_input_breaks_the_syntax_of_fts5(table: sqlite3.Connection, text: str) -> None:
    try:
        wanted = read_words(text)
    except KGError:
        return
    table.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression(wanted),)).fetchall()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a OR b", '"a" AND "or" AND "b"'),
        ("NEAR(a b)", '"near a" AND "b"'),
        ("words:a", '"words a"'),
        ("^a -b", '"a" AND "b"'),
        ('"a b', '"a b"'),
        ('a"b c"d', '"a" AND "b c" AND "d"'),
        ("“a b”*", '"a b"*'),
        ('"a b*" "a b"*', '"a b"*'),
        ("a* a*", '"a"*'),
        ("a'; DROP TABLE t; --", '"a" AND "drop" AND "table" AND "t"'),
    ],
)
def test_signs_of_fts5_are_read_literally(text: str, expected: str) -> None:
    assert expression(read_words(text)) == expected


@pytest.mark.parametrize("text", ["", "  ", '""', "*", "…", "\x00", "\udcff"])
def test_nothing_to_search_for_is_told(text: str) -> None:
    with pytest.raises(KGError, match=r"has no word to search for\. Give letters or numbers, for example: kg search"):
        read_words(text)


@pytest.mark.parametrize("text", ["月" * 65, " ".join(f"w{number}" for number in range(65))])
def test_too_much_is_told(text: str) -> None:
    with pytest.raises(KGError, match=r"65 words are too many to search for at once\. Give at most 64\."):
        read_words(text)


def test_most_words_can_be_asked_for(table: sqlite3.Connection) -> None:
    wanted = [Wanted((f"w{number}",)) for number in range(64)]
    assert table.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression(wanted),)).fetchall() == []
