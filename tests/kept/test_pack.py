"""Packed readings: what goes in comes out, and nothing else does."""

import json
import random
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.compose import readings as read_all
from kg.errors import StoreError
from kg.kept import Kept, pack, part_shelf, read_shelf, unpack, write_kept
from kg.kept.pack import FORMAT
from kg.read.known import Key
from kg.records import Document, Entity, Evidence, Field, Mention, Reading, Rejected, Span, Statement
from tests.conftest import ARTICLES
from tests.strategies import readings

ANY = st.text(st.characters(), max_size=20)  # halves of characters and NUL as well
PLACES = st.integers(0, 10**9)
SPANS = st.builds(Span, PLACES, PLACES)
MAYBE = st.none() | ANY
EVIDENCE = st.builds(Evidence, PLACES, PLACES, ANY, *[st.none() | SPANS] * 3)
STATUSES = st.sampled_from(["asserted", "planned", "negated"])


@st.composite
def odd_readings(draw: st.DrawFn) -> Reading:
    """Return a reading of odd values: places outside of the text, quotes that do not stand there, odd characters."""
    entities = draw(
        st.lists(st.builds(Entity, ANY, ANY, ANY, st.lists(ANY).map(tuple), MAYBE, MAYBE, st.booleans()), max_size=4)
    )
    ends = st.sampled_from(["document", *(entity.id for entity in entities)])
    evidence, witnesses = (st.lists(one, max_size=3).map(tuple) for one in (EVIDENCE, ANY))
    statements = st.builds(Statement, ends, ANY, ends, STATUSES, st.none() | ends, MAYBE, ANY, evidence, witnesses)
    kinds = st.sampled_from(["name", "nominal", "anaphor"])
    mentions = st.builds(Mention, PLACES, PLACES, ANY, ANY, ANY, kinds, MAYBE, MAYBE, MAYBE, MAYBE)
    document = st.builds(
        Document,
        ANY,
        ANY,
        st.lists(st.builds(Field, ANY, ANY, st.none() | SPANS), max_size=3).map(tuple),
        st.lists(SPANS, max_size=3).map(tuple),
        st.lists(PLACES, max_size=3).map(tuple),
        ANY,
        st.binary(max_size=8).map(bytes.hex),
    )
    return Reading(
        draw(document),
        tuple(entities),
        draw(st.lists(mentions, max_size=4).map(tuple)),
        draw(st.lists(statements, max_size=4).map(tuple)),
        draw(st.lists(st.builds(Rejected, statements, ANY), max_size=2).map(tuple)),
    )


@given(readings() | odd_readings())
def test_reading_comes_back_as_it_was(reading: Reading) -> None:
    packed = pack(reading)
    assert unpack(packed) == reading
    assert pack(unpack(packed)) == packed


def test_readings_of_the_articles_come_back_as_they_were() -> None:
    for reading in read_all([ARTICLES / "01_cbers.txt", ARTICLES / "12_briefs.jsonl", ARTICLES / "09_nisar.pdf"]):
        assert unpack(pack(reading)) == reading


### What is not ours

TEXT = "China joins Russia."
READING = Reading(
    Document("a.txt", TEXT, (Field("title", "A"),), (Span(0, 19),), source_sha256="00" * 32),
    (Entity("e1", "Country", "China", ("PRC",), "CN"), Entity("e2", "Country", "Russia", (), "RU")),
    (Mention(0, 5, "China", "Country", "countries", entity="e1"),),
    (Statement("e1", "cooperatesWith", "e2", found_by="x", evidence=(Evidence(0, 19, TEXT, Span(0, 5)),)),),
    (Rejected(Statement("e1", "sings", "e9"), "no such thing"),),
)


@given(st.binary())
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no reading of this form"):
        unpack(data)


def changed(values: object, chance: random.Random) -> object:
    """Return JSON with one value in it replaced, removed or doubled."""
    if isinstance(values, list) and values and chance.random() < 0.9:
        at = chance.randrange(len(values))
        match chance.randrange(8):
            case 0:
                return values[:at] + values[at + 1 :]
            case 1:
                return [*values, values[at]]
            case _:
                return [*values[:at], changed(values[at], chance), *values[at + 1 :]]
    return chance.choice([None, -1, -2, 10**30, 1.5, True, "x", [], [[]], {}, {"a": 1}, 3])


def test_changed_bytes_give_a_reading_or_are_refused() -> None:
    """Whatever stands there: no error but ValueError, and no statement of things that there are not."""
    chance = random.Random(3)  # noqa: S311 - changes, not secrets
    rows = json.loads(zlib.decompress(pack(READING)))
    refused = 0
    for _ in range(3000):
        data = zlib.compress(json.dumps(changed(rows, chance)).encode())
        try:
            found = unpack(data)
        except ValueError:
            refused += 1
            continue
        ids = {"document", *(entity.id for entity in found.entities)}
        assert {end for s in found.statements for end in (s.subject, s.object)} <= ids
        assert all(type(m.start) is int and type(m.text) is str for m in found.mentions)
        pack(found)
    assert refused > 1000


def test_another_form_and_deep_nesting_are_refused() -> None:
    rows = json.loads(zlib.decompress(pack(READING)))
    for data in (json.dumps([FORMAT + 1, *rows[1:]]), "[" * 100_000):
        with pytest.raises(ValueError, match="no reading of this form"):
            unpack(zlib.compress(data.encode()))


### The file


def read_kept(folder: Path, stamp: str) -> dict[Key, Kept | None] | None:
    """Return what a folder keeps."""
    shelf = read_shelf(folder, stamp)
    if shelf is None:
        return None
    with shelf:
        return {key: shelf.get(key) for key in shelf.known()}


KEPT = {Key("b.txt", "11"): Kept(b"b"), Key("a.txt", "22", "x"): Kept(b"a", flawed=True)}


def test_file_keeps_readings_for_the_same_stamp_alone(tmp_path: Path) -> None:
    assert read_kept(tmp_path, "s") == {}
    write_kept(tmp_path, "s", KEPT.items())
    assert read_kept(tmp_path, "s") == KEPT
    assert read_kept(tmp_path, "t") == {}


def test_same_readings_give_the_same_file(tmp_path: Path) -> None:
    for name, kept in (("one", KEPT), ("two", dict(reversed(KEPT.items())))):
        (tmp_path / name).mkdir()
        write_kept(tmp_path / name, "s", kept.items())
    assert (tmp_path / "one" / "readings.sqlite").read_bytes() == (tmp_path / "two" / "readings.sqlite").read_bytes()


def test_rows_of_a_wrong_type_are_left_out(tmp_path: Path) -> None:
    write_kept(tmp_path, "s", KEPT.items())
    with closing(sqlite3.connect(tmp_path / "readings.sqlite")) as connection, connection:
        connection.execute("UPDATE reading SET packed = 7 WHERE source = 'b.txt'")
    assert read_kept(tmp_path, "s") == {key: one for key, one in KEPT.items() if key.source != "b.txt"}


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\1" * 4000])
def test_broken_file_is_told_from_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "readings.sqlite").write_bytes(content)
    assert read_kept(tmp_path, "s") is None


def test_half_a_file_is_broken(tmp_path: Path) -> None:
    many = {Key(f"{number}", "0"): Kept(bytes(2000)) for number in range(100)}
    write_kept(tmp_path, "s", many.items())
    path = tmp_path / "readings.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert read_kept(tmp_path, "s") is None


def test_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"readings\.sqlite cannot be written: .*Make room"):
        write_kept(tmp_path / "none", "s", ())


def test_quote_is_a_place_and_cannot_be_made_up() -> None:
    """What is kept of a quote is where it stands, so that it is what the text says there."""
    packed = json.loads(zlib.decompress(pack(replace(READING, rejected=()))))
    assert packed[1].count(TEXT) == 1


def test_file_of_a_part_is_made_for_the_first_reading(tmp_path: Path) -> None:
    path = tmp_path / "part"
    with part_shelf(path, "s") as shelf:
        shelf.fill(())
        assert (shelf.known(), shelf.get(Key("a", "1")), path.exists()) == ({}, None, False)
        shelf.fill([(Key("a", "1"), Kept(b"a"))])
        assert shelf.get(Key("a", "1")) == Kept(b"a")
    with part_shelf(path, "s") as shelf:
        assert shelf.known() == {Key("a", "1"): False}
    with part_shelf(path, "t") as shelf:
        assert shelf.known() == {}
