"""Reposts of one text are one group, whatever the order; different texts are none, however alike their frame is."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corroborate.copies import ALIKE, copies
from kg.corroborate.shingles import article, resemblance, shingles
from kg.corroborate.signature import LEAST, SLOTS, signature
from kg.read import read_source
from kg.records import Document
from tests.corroborate.texts import NOTICES, RELEASE, REPORT, REPOST, SHORTENED

ARTICLES = Path(__file__).parent.parent.parent / "data" / "articles"


def read(path: Path) -> list[Document]:
    return read_source(path)[0]


def found(texts: Mapping[str, str], dates: Mapping[str, str] | None = None) -> dict[str, str]:
    days = dates or {}
    return copies([(path, days.get(path), signature(text)) for path, text in texts.items()], texts.__getitem__)


def test_reposts_of_a_release_are_copies_of_it() -> None:
    texts = {"c-release": RELEASE, "a-repost": REPOST, "b-shortened": SHORTENED, "report": REPORT}
    dates = {"c-release": "2024-03-12", "a-repost": "2024-03-13", "b-shortened": "2024-03-13", "report": "2024-03-12"}
    assert found(texts, dates) == {"a-repost": "c-release", "b-shortened": "c-release"}


def test_the_measures_that_the_limit_rests_on() -> None:
    """The limit lies far from both sides: a frame, a headline and a sentence; and one event, or one form."""
    release = shingles(RELEASE)
    assert resemblance(release, shingles(REPOST)) > 0.75
    assert resemblance(release, shingles(SHORTENED)) > 0.65
    assert resemblance(release, shingles(REPORT)) < 0.05
    assert resemblance(*map(shingles, NOTICES)) < 0.45


def test_an_own_report_and_notices_from_one_form_are_no_copies() -> None:
    assert found({"release": RELEASE, "report": REPORT, "one": NOTICES[0], "other": NOTICES[1]}) == {}


def test_the_articles_of_the_project_are_no_copies_of_one_another() -> None:
    texts: dict[str, str] = {}
    for path in sorted(ARTICLES.iterdir()):
        texts |= {document.source: article(document) for document in read(path)}
    assert len(texts) > 15
    assert found(texts) == {}


def test_pages_with_the_same_frame_are_no_copies(tmp_path: Path) -> None:
    """What counts is the article: navigation, notices and links around it do not."""
    menu = "".join(f"<li><a href='/{n}'>Topic number {n} of our great site</a></li>" for n in range(150))
    page = (
        "<html><head><title>{title}</title></head><body><nav><ul>"
        + menu
        + "</ul></nav><article>{body}</article></body></html>"
    )
    texts = {}
    for name, text in (("release", RELEASE), ("report", REPORT)):
        title, *rest = text.split("\n\n")
        body = f"<h1>{title}</h1>" + "".join(f"<p>{part}</p>" for part in rest)
        path = tmp_path / f"{name}.html"
        path.write_text(page.format(title=title, body=body), encoding="utf-8")
        (document,) = read(path)
        texts[name] = article(document)
    assert resemblance(*map(shingles, texts.values())) < 0.05
    assert found(texts) == {}


def test_the_article_is_what_counts_of_a_text() -> None:
    (document,) = read(ARTICLES / "01_cbers.txt")
    assert article(document) == "\n".join(document.text[span.start : span.end] for span in document.main)


### Short texts


def test_two_notes_of_a_line_are_no_copies() -> None:
    note = "China launched the Chang'e-6 probe from Wenchang on 3 May 2024."
    assert len(shingles(note)) < LEAST
    assert signature(note) == b""
    assert found({"one": note, "other": f"{note}\n"}) == {}


def test_a_short_text_is_a_copy_only_when_it_is_all_but_the_same() -> None:
    caption = (
        "China launches the Chang'e-6 lunar probe atop the Long March-5 Y8 carrier rocket from the Wenchang launch "
        "site in the south of Hainan Province. The probe is set to collect samples from the far side of the moon, the "
        "first mission of its kind in human history, and to bring them to Earth in June."
    )
    other = caption.replace("Chang'e-6", "Chang'e-7").replace("Wenchang", "Jiuquan").replace("June", "August")
    other = other.replace("Hainan", "Gansu").replace("far side", "south pole")
    assert LEAST < len(shingles(caption)) < 100
    assert resemblance(shingles(caption), shingles(other)) > 0.4
    assert found({"one": caption, "other": caption.replace(" in June", " later")}) == {"other": "one"}
    assert found({"one": caption, "other": other}) == {}


def test_texts_without_words_have_no_signature() -> None:
    assert [signature(text) for text in ("", " \n", "...", "--- " * 500)] == [b""] * 4


def test_texts_in_scripts_without_spaces_are_told_by_their_characters() -> None:
    text, other = ("".join(map(chr, np.random.default_rng(seed).integers(0x4E00, 0x9FA0, 400))) for seed in (1, 2))
    assert found({"one": text, "repost": f"新闻。{text[:200]}，{text[200:]}", "other": other}) == {"repost": "one"}


### The first of a group


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ({"b": "2024-03-12", "a": "2024-03-13"}, "b"),
        ({"b": "2024-03-12", "a": "2024-03-12"}, "a"),
        ({"b": "2024-03-12"}, "b"),  # one without a date comes behind those with one
        ({"b": "2023", "a": "2024-03"}, "b"),
        ({"b": "no date", "a": "2024"}, "a"),
        ({}, "a"),
    ],
)
def test_the_first_has_the_earliest_date_then_the_first_path(dates: dict[str, str], first: str) -> None:
    texts = {"a": RELEASE, "b": REPOST}
    other = "b" if first == "a" else "a"
    assert found(texts, dates) == {other: first}


def test_a_chain_of_copies_is_one_group() -> None:
    """The ends of the chain share too little, its links do."""
    words = [f"word{number}" for number in range(700)]
    chain = {name: " ".join(words[start : start + 400]) for name, start in (("a", 0), ("b", 120), ("c", 240))}
    assert resemblance(shingles(chain["a"]), shingles(chain["c"])) < ALIKE
    for order in permutations(chain):
        assert found({name: chain[name] for name in order}) == {"b": "a", "c": "a"}
    assert found({name: chain[name] for name in "ac"}) == {}


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_groups_do_not_depend_on_the_order_and_are_those_of_all_pairs(data: st.DataObject) -> None:
    """What is found by signatures are groups of pairs that the texts bear out; none with much in common is missed."""
    texts: dict[str, str] = {}
    for name in "abcdefg":
        base = np.random.default_rng(data.draw(st.integers(0, 5))).integers(0, 10_000, 300)
        noise = np.random.default_rng(data.draw(st.integers(6, 100))).integers(0, 10_000, 300)
        step = data.draw(st.sampled_from([1000, 100, 20, 5]))  # each so-many-th word is another one
        texts[name] = " ".join(f"w{noise[at] if at % step == 2 else word}" for at, word in enumerate(base))
    order = data.draw(st.permutations(sorted(texts)))
    groups = found({name: texts[name] for name in order})
    assert groups == found(texts)
    assert list(groups) == sorted(groups)
    for one, other in combinations(sorted(texts), 2):
        alike = resemblance(shingles(texts[one]), shingles(texts[other]))
        if alike >= 0.7:
            assert groups.get(one, one) == groups.get(other, other)
    assert set(groups.values()).isdisjoint(groups)


def test_many_copies_of_one_text_are_read_about_once_each() -> None:
    asked: list[str] = []

    def text(path: str) -> str:
        asked.append(path)
        return RELEASE

    signed = signature(RELEASE)
    groups = copies(((f"{number:04}", None, signed) for number in range(2000)), text)
    assert groups == {f"{number:04}": "0000" for number in range(1, 2000)}
    assert len(asked) < 2100


### Signatures


def test_a_signature_is_the_same_everywhere() -> None:
    """Another value here means another version of rensa or another machine with other signatures; raise its version."""
    digest = hashlib.sha256(signature(RELEASE)).hexdigest()
    assert digest == "695fa2c834a79a90d704823a393ebff69c6c62dea42024bf8721e1a1e559c52a"
    code = (
        "import hashlib, tests.corroborate.texts as t; from kg.corroborate.signature import signature;"
        "print(hashlib.sha256(signature(t.RELEASE)).hexdigest())"
    )
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        assert run.stdout.strip() == digest


def test_a_signature_estimates_what_two_texts_share() -> None:
    words = [f"word{number}" for number in range(600)]
    for changed in (0, 60, 150, 300):
        other = words[changed:] + [f"other{number}" for number in range(changed)]
        one, two = (np.frombuffer(signature(" ".join(text)), np.uint8) for text in (words, other))
        shared = resemblance(shingles(" ".join(words)), shingles(" ".join(other)))
        assert len(one) == SLOTS
        assert abs(float((one == two).mean()) - shared) < 0.15


def test_100_000_signatures_take_seconds_and_few_megabytes() -> None:
    """In proportion to the number: 2,000 take a fiftieth. The limit leaves room for a busy machine."""
    numbers = np.random.default_rng(1)
    every = numbers.integers(0, 256, (100_000, SLOTS), dtype=np.uint8)
    started = time.process_time()
    assert (
        copies(((str(n), None, row.tobytes()) for n, row in enumerate(every)), lambda _: pytest.fail("no text")) == {}
    )
    assert time.process_time() - started < 3
