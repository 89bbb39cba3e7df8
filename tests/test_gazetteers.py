"""The gazetteers are well-formed, unambiguous within a file, complete where a standard says so, and referenced."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pycountry
import pytest

from kg.lexicon import load_lexicon
from kg.resources import GAZETTEER

COLUMNS = {
    "agreements": ("name", "aliases", "reference"),
    "countries": (
        "code",
        "alpha3",
        "name",
        "official",
        "aliases",
        "demonyms",
        "combining",
        "kind",
        "ambiguous",
        "reference",
    ),
    "documents": ("name", "aliases", "reference"),
    "events": ("name", "aliases", "reference"),
    "given_names": ("name", "reference"),
    "organizations": ("name", "type", "country", "aliases", "reference"),
    "places": ("name", "country", "kind", "aliases", "reference"),
    "projects": ("name", "type", "kind", "aliases", "reference"),
    "surnames": ("name", "reference"),
}
LISTS = ("name", "official", "aliases", "demonyms", "combining")
MAY_BE_EMPTY = {"alpha3", "country", "aliases", "demonyms", "combining", "ambiguous"}
ORGANIZATION_TYPES = {"Agency", "Alliance", "Company", "Media", "Organization", "University"}
PROJECT_TYPES = {"LaunchVehicle", "Project"}
PROJECT_KINDS = {
    "constellation",
    "instrument",
    "mission",
    "programme",
    "spacecraft",
    "station",
    "system",
    "telescope",
    "vehicle",
}
PLACE_KINDS = {"building", "city", "continent", "launch_site", "region"}
AT_LEAST = {
    "agreements": 60,
    "countries": 249,
    "documents": 20,
    "events": 50,
    "given_names": 1500,
    "places": 600,
    "projects": 300,
    "surnames": 700,
}

Row = dict[str, str]


@cache
def lines(table: str) -> tuple[str, ...]:
    return tuple(path(table).read_text(encoding="utf-8").removesuffix("\n").split("\n"))


@cache
def rows(table: str) -> tuple[Row, ...]:
    return tuple(dict(zip(COLUMNS[table], line.split("\t"), strict=False)) for line in lines(table)[1:])


def path(table: str) -> Path:
    return GAZETTEER / f"{table}.tsv"


def forms(row: Row) -> Iterator[str]:
    """Yield every form that a row teaches."""
    for column in LISTS:
        yield from filter(None, row.get(column, "").split("|"))


every_table = pytest.mark.parametrize("table", sorted(COLUMNS))


def test_no_file_is_left_untested() -> None:
    assert sorted(p.stem for p in GAZETTEER.glob("*.tsv")) == sorted(COLUMNS)


@every_table
def test_header_and_cells(table: str) -> None:
    assert tuple(lines(table)[0].split("\t")) == COLUMNS[table]
    wrong = [n for n, line in enumerate(lines(table), 1) if line.count("\t") != len(COLUMNS[table]) - 1]
    assert not wrong, f"{table}.tsv, lines {wrong}: not {len(COLUMNS[table])} cells. Separate them by one tab."


@every_table
def test_bytes(table: str) -> None:
    raw = path(table).read_bytes()
    text = raw.decode("utf-8")
    assert raw.endswith(b"\n")
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert unicodedata.is_normalized("NFC", text), f"{table}.tsv: save it in the normal form NFC."
    odd = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Zs", "Zl", "Zp"}} - set("\t\n ")
    assert not odd, f"{table}.tsv: odd spaces or control characters {odd!r}. Write plain spaces."
    assert not set("\u2018\u2019\u2010\u2011\u2013\u2014") & set(text), (
        f"{table}.tsv: write the straight apostrophe and the plain hyphen."
    )


@every_table
def test_sorted_and_unique(table: str) -> None:
    names = [line.split("\t")[0] for line in lines(table)[1:]]
    double = [name for name, count in Counter(names).items() if count > 1]
    assert not double, f"{table}.tsv: two rows for {double}. Join them."
    misplaced = next((b for a, b in zip(names, sorted(names), strict=True) if a != b), None)
    assert misplaced is None, f"{table}.tsv: not in order from {misplaced!r} on. Sort by code point."


@every_table
def test_no_stray_spaces_nor_empty_values(table: str) -> None:
    for number, row in enumerate(rows(table), start=2):
        for column, cell in row.items():
            where = f"{table}.tsv:{number}: {column} {cell!r}"
            assert cell or column in MAY_BE_EMPTY, f"{where} is empty. Fill it in."
            for value in cell.split("|") if column in LISTS else [cell]:
                assert value == value.strip(), f"{where}: delete the spaces at the ends."
                assert "  " not in value, f"{where}: write one space."
                assert value or not cell, f"{where}: an empty value between the bars."


@every_table
def test_no_form_names_two_rows(table: str) -> None:
    first = COLUMNS[table][0]
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows(table):
        for form in forms(row):
            owners[form].add(row[first])
    shared = {form: sorted(names) for form, names in owners.items() if len(names) > 1}
    assert not shared, f"{table}.tsv: {shared}. Leave each form to the row that it names most often."


@every_table
def test_no_form_is_said_twice_in_a_row(table: str) -> None:
    columns = [c for c in LISTS if c != "official" and c in COLUMNS[table]]
    for number, row in enumerate(rows(table), start=2):
        said = Counter(v for c in columns for v in row[c].split("|") if v)
        double = [form for form, count in said.items() if count > 1]
        assert not double, f"{table}.tsv:{number}: {double} stands twice. Delete one."


@every_table
def test_forms_have_letters_and_balanced_brackets(table: str) -> None:
    for row in rows(table):
        for form in forms(row):
            assert re.search(r"[^\W\d_]", form), f"{table}.tsv: {form!r} has no letter."
            assert form.count("(") == form.count(")"), f"{table}.tsv: {form!r} has an open bracket."


@every_table
def test_every_row_has_a_public_reference(table: str) -> None:
    standard = re.compile(r"ISO \d+(-\d)?|CLDR|[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w./-]+)?")
    for number, row in enumerate(rows(table), start=2):
        reference = row["reference"]
        assert standard.fullmatch(reference), f"{table}.tsv:{number}: {reference!r} is neither a domain nor a standard."


@pytest.mark.parametrize(("table", "least"), sorted(AT_LEAST.items()))
def test_size(table: str, least: int) -> None:
    assert len(rows(table)) >= least


def test_lexicon_reads_them() -> None:
    lexicon = load_lexicon()
    assert {name.code for name in lexicon.lookup("Emirati")} == {"AE"}
    assert {name.name for name in lexicon.lookup("CNSA")} == {"China National Space Administration"}


### Countries #########################################################################################################


def test_countries_are_those_of_iso_3166_1() -> None:
    ours = {row["code"]: row["alpha3"] for row in rows("countries") if row["kind"] != "former"}
    theirs = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    assert len(theirs) == 249
    assert {code: ours.get(code) for code in theirs} == theirs
    user_assigned = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")
    assert all(user_assigned.fullmatch(code) for code in ours.keys() - theirs.keys())


def test_former_states_have_codes_of_iso_3166_3() -> None:
    withdrawn = {(c.alpha_4[:2], c.alpha_3) for c in pycountry.historic_countries}
    former = {(row["code"], row["alpha3"]) for row in rows("countries") if row["kind"] == "former"}
    assert {("SU", "SUN"), ("YU", "YUG"), ("CS", "CSK"), ("DD", "DDR")} <= former <= withdrawn


def test_country_cells() -> None:
    for row in rows("countries"):
        assert row["kind"] in {"country", "territory", "former"}, row
        assert row["ambiguous"] in {"", "yes"}, row
        assert re.fullmatch("[A-Z]{2}", row["code"]), row
        assert re.fullmatch("([A-Z]{3})?", row["alpha3"]), row


def test_every_country_has_its_people() -> None:
    """Adjective or noun for every state; the Congo shares its own with the other one, the Holy See has none."""
    without = {row["code"] for row in rows("countries") if row["kind"] == "country" and not row["demonyms"]}
    assert without == {"CG", "DM", "VA"}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("U.S.", "US"),
        ("American", "US"),
        ("Briton", "GB"),
        ("Frenchwoman", "FR"),
        ("Spaniards", "ES"),
        ("Dutchman", "NL"),
        ("Holland", "NL"),
        ("Swiss", "CH"),
        ("Filipinos", "PH"),
        ("Turkey", "TR"),
        ("Danes", "DK"),
        ("Ivory Coast", "CI"),
        ("Swaziland", "SZ"),
        ("Burma", "MM"),
        ("Czech Republic", "CZ"),
        ("DRC", "CD"),
        ("Congo", "CG"),
        ("ROK", "KR"),
        ("DPRK", "KP"),
        ("PRC", "CN"),
        ("Sino", "CN"),
        ("Franco", "FR"),
        ("Greenlandic", "GL"),
        ("Hong Konger", "HK"),
        ("Taiwanese", "TW"),
        ("Palestinian", "PS"),
        ("USSR", "SU"),
        ("Soviets", "SU"),
        ("GDR", "DD"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
    ],
)
def test_form_of_country(form: str, code: str) -> None:
    assert [row["code"] for row in rows("countries") if form in forms(row)] == [code]


def test_names_of_something_else_are_marked() -> None:
    marked = {row["code"] for row in rows("countries") if row["ambiguous"] == "yes"}
    assert {"CG", "DM", "GE", "GN", "JE", "JO", "NE", "TD", "TR"} <= marked


### The other files ###################################################################################################


def test_types_and_kinds() -> None:
    assert {row["type"] for row in rows("organizations")} == ORGANIZATION_TYPES
    assert {row["type"] for row in rows("projects")} == PROJECT_TYPES
    assert {row["kind"] for row in rows("projects")} <= PROJECT_KINDS
    assert {row["kind"] for row in rows("places")} == PLACE_KINDS
    assert all(row["kind"] == "vehicle" for row in rows("projects") if row["type"] == "LaunchVehicle")


@pytest.mark.parametrize("table", ["organizations", "places"])
def test_their_countries_exist(table: str) -> None:
    known = {row["code"] for row in rows("countries")}
    unknown = {row["country"] for row in rows(table)} - known - {""}
    assert not unknown, f"{table}.tsv: no such codes in countries.tsv: {sorted(unknown)}."


def test_numbers_of_organizations() -> None:
    count = Counter(row["type"] for row in rows("organizations"))
    assert count["Agency"] + count["Alliance"] >= 160
    assert count["Company"] >= 120
    assert count["Media"] >= 60
    assert count["University"] >= 60


def test_space_agencies_have_their_country_and_acronym() -> None:
    national = [row for row in rows("organizations") if row["type"] == "Agency" and row["country"]]
    space = [row for row in national if "Space" in row["name"] or "Aero" in row["name"]]
    assert len(space) >= 50
    acronym = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z-]{2,10}")
    assert sum(any(acronym.fullmatch(form) for form in forms(row)) for row in space) >= 40


def test_every_capital_that_is_no_country_is_a_place() -> None:
    """A sample over all continents; where the state has its capital's name the country wins."""
    known = {form for row in rows("places") for form in forms(row)}
    sample = {"Abuja", "Astana", "Beijing", "Brasília", "Canberra", "Kyiv", "Ottawa", "Suva", "Tallinn", "Yaoundé"}
    assert sample <= known
    assert not {"Djibouti", "Singapore", "San Marino"} & known


def test_given_names_are_no_countries_and_no_months() -> None:
    given = {row["name"] for row in rows("given_names")}
    countries = {form for row in rows("countries") for form in forms(row)}
    assert not given & countries
    assert not given & {"April", "August", "June", "May", "Will", "Grant", "Hope"}
