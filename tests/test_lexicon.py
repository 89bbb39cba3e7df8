"""Gazetteers and cue words into a lexicon."""

import pickle
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.lexicon import Lexicon, Name, load_lexicon

COUNTRIES = "code\talpha3\tname\tofficial\taliases\tdemonyms\tcombining\tkind\tambiguous\treference\n"
CHINA = "CN\tCHN\tChina\tPeople's Republic of China\tPRC\tChinese\tSino\tcountry\t\tISO 3166-1\n"
ORGANIZATIONS = "name\ttype\tcountry\taliases\treference\n"


def folder(tmp_path: Path, **tables: str) -> Path:
    for table, text in tables.items():
        (tmp_path / f"{table}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


def forms(text: str) -> list[str]:
    return text.split()


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    words = forms(text)
    return [(" ".join(words[hit.first : hit.last]), hit.names[0].name) for hit in lexicon.find(words)]


def test_a_row_teaches_its_name_its_other_names_and_its_demonyms(tmp_path: Path) -> None:
    lexicon = load_lexicon(folder(tmp_path, countries=COUNTRIES + CHINA))
    assert {name.role for name in lexicon.lookup("Chinese")} == {"demonym"}
    assert {name.role for name in lexicon.lookup("Sino")} == {"combining"}
    assert lexicon.lookup("PRC")[0].code == "CN"
    assert found(lexicon, "the People 's Republic of China") == [
        ("People 's Republic of China", "China"),
        ("China", "China"),
    ]


def test_capitals_are_another_form_of_a_name_and_small_letters_are_not(tmp_path: Path) -> None:
    lexicon = load_lexicon(folder(tmp_path, countries=COUNTRIES + CHINA))
    assert lexicon.lookup("CHINA")
    assert not lexicon.lookup("china")


def test_an_acronym_of_a_body_may_be_written_like_a_word(tmp_path: Path) -> None:
    rows = "Space Works Agency\tAgency\t\tSWAG|SW\texample.org\n"
    lexicon = load_lexicon(folder(tmp_path, organizations=ORGANIZATIONS + rows))
    assert lexicon.lookup("Swag")
    assert not lexicon.lookup("Sw")


def test_long_names_are_found_in_any_case(tmp_path: Path) -> None:
    table = "name\ttype\tkind\taliases\treference\nGreat Lunar Base\tProject\tstation\tGlow\texample.org\n"
    lexicon = load_lexicon(folder(tmp_path, projects=table))
    assert found(lexicon, "a great lunar base will glow") == [("great lunar base", "Great Lunar Base")]


def test_a_number_may_follow_a_hyphen_or_a_space(tmp_path: Path) -> None:
    table = "name\ttype\tkind\taliases\treference\nKite-7\tProject\tmission\t\texample.org\n"
    lexicon = load_lexicon(folder(tmp_path, projects=table))
    assert found(lexicon, "after Kite-7 and Kite 7") == [("Kite-7", "Kite-7"), ("Kite 7", "Kite-7")]


def test_both_spellings_of_a_word_are_known(tmp_path: Path) -> None:
    rows = "Northern Tide Centre\tOrganization\t\t\texample.org\n"
    lexicon = load_lexicon(folder(tmp_path, organizations=ORGANIZATIONS + rows))
    assert found(lexicon, "Northern Tide Center") == [("Northern Tide Center", "Northern Tide Centre")]


def test_names_in_scripts_without_spaces(tmp_path: Path) -> None:
    row = CHINA.replace("PRC", "中国")
    lexicon = load_lexicon(folder(tmp_path, countries=COUNTRIES + row))
    assert [(hit.first, hit.last) for hit in lexicon.find(list("与中国合作"))] == [(1, 3)]


def test_a_pickled_lexicon_finds_the_same() -> None:
    lexicon = Lexicon({"Red Kite": (Name("Red Kite", "Project"),)}, {"words": {"function": ("the",)}})
    again = pickle.loads(pickle.dumps(lexicon))  # noqa: S301 - our own bytes
    assert again.find(["the", "Red", "Kite"]) == lexicon.find(["the", "Red", "Kite"])
    assert again.cues("words", "function") == {"the"}


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        (
            "organizations",
            ORGANIZATIONS + "X Agency Agency\n",
            "organizations.tsv:2: expected 5 tab-separated cells, got 1. Check for spaces where a tab should be.",
        ),
        (
            "organizations",
            ORGANIZATIONS + "X\tagency\t\t\texample.org\n",
            "organizations.tsv:2: unknown type 'agency'. Known are: Agency Alliance Company Media Organization",
        ),
        ("organizations", ORGANIZATIONS + "\tAgency\t\t\tx\n", "organizations.tsv:2: the cell `name` is empty."),
        (
            "events",
            "name\treference\n",
            "events.tsv:1: expected the columns name aliases reference, got name reference.",
        ),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, table: str, text: str, message: str) -> None:
    with pytest.raises(OntologyError) as caught:
        load_lexicon(folder(tmp_path, **{table: text}))
    assert message in str(caught.value)


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(OntologyError, match="no such folder"):
        load_lexicon("nowhere")


def test_a_language_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no such language file"):
        load_lexicon(tmp_path, language="xx")


def test_the_gazetteers_load() -> None:
    lexicon = load_lexicon()
    assert lexicon.lookup("China")[0].code == "CN"
    assert "said" in lexicon.cues("persons", "speech")
