"""What a page says of itself: title, publisher, authors and dates, each with the place of its value."""

import pytest

from kg.read.page import read_page
from kg.records import Field, Span

LEAD = "Norland and Sudria signed an agreement on lunar research on Monday, their ministries said in Port Ostra."
SECOND = "The two countries will build a small rover together. It is to land near the south pole in 2031."
TITLE = "Norland and Sudria agree on lunar rover"


def found(text: str, name: str, *given: Field) -> list[str]:
    """Return the values of the fields of that name, after checking that their spans hold them."""
    fields = [field for field in read_page(text, given).fields if field.name == name]
    if name in {"author", "publisher"}:
        assert all(field.span is None or text[field.span.start : field.span.end] == field.value for field in fields)
    return [field.value for field in fields]


def page(*parts: str) -> str:
    return "\n\n".join(parts)


### Authors ###########################################################################################################


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("By LI Wei", ["LI Wei"]),
        ("By\u2002Ann\u2002Lee", ["Ann\u2002Lee"]),
        ("By \nAnn Lee", ["Ann Lee"]),
        ("by Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("By Ann Lee, Bo Ek and Cy van der Berg", ["Ann Lee", "Bo Ek", "Cy van der Berg"]),
        ("By Ann Lee, Science Reporter", ["Ann Lee"]),
        ("By Ann Lee in Port Ostra", ["Ann Lee"]),
        ("By Ann Lee | 3 May 2031", ["Ann Lee"]),
        ("By Ann Lee Published: May 3, 2031", ["Ann Lee"]),
        ("*By [Ann Lee](/people/ann)*", ["Ann Lee"]),
        ("**By Ann Lee**", ["Ann Lee"]),
        ("Author: Ann Lee", ["Ann Lee"]),
        ("Author:Ann Lee", ["Ann Lee"]),
        ("Authors: Ann Lee; Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Written by Ann Lee", ["Ann Lee"]),
        ("Author:\n\nAnn Lee", ["Ann Lee"]),
        ("Editor: Bo Ek", ["Bo Ek"]),
        ("By Staff Reporter", []),
        ("By the end of the year", []),
        ("By 2031", []),
        ("Author: admin", []),
    ],
)
def test_bylines_name_people(line: str, names: list[str]) -> None:
    text = page(TITLE, line, LEAD, SECOND)
    fields = [field for field in read_page(text).fields if field.name == "author"]
    assert [" ".join(text[f.span.start : f.span.end].split()) for f in fields if f.span] == [
        " ".join(name.split()) for name in names
    ]


def test_an_editor_is_the_author_only_where_there_is_no_other() -> None:
    assert found(page(TITLE, "By Ann Lee", LEAD, SECOND, "Editor: Bo Ek"), "author") == ["Ann Lee"]


def test_an_author_named_twice_is_one() -> None:
    assert found(page(TITLE, "Author:Ann LEE", "By Ann Lee", LEAD), "author") == ["Ann LEE"]


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    text = page(TITLE, LEAD, "By Monday Norland And Sudria had agreed on all points but one, the ministry said.")
    assert found(text, "author") == []


### Publishers ########################################################################################################


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ((TITLE, "Source: The Courier", LEAD), ["The Courier"]),
        ((TITLE, "Source:The Courier | 2031-05-03 09:52:14 | Author:Ann Lee", LEAD), ["The Courier"]),
        ((TITLE, LEAD, "It will cost forty million crowns, the ministry added. (PTI)"), ["PTI"]),
        ((TITLE, LEAD, SECOND, "(With inputs from PTI)"), ["PTI"]),
        ((TITLE, "PORT OSTRA, May 3 (Xinhua) -- " + LEAD), ["Xinhua"]),
        ((TITLE, "PORT OSTRA (AP) — " + LEAD), ["AP"]),
        ((TITLE, "Source: The Courier", "PORT OSTRA (AP) — " + LEAD), ["The Courier"]),
        ((TITLE, "By Ann Lee and Bo Ek, Reuters", LEAD), ["Reuters"]),
        ((TITLE, "Source: https://courier.example/a", LEAD), []),
        ((TITLE, LEAD, "The rover was built by the Space Office (SON)."), []),
    ],
)
def test_sources_and_agencies_are_publishers(parts: tuple[str, ...], names: list[str]) -> None:
    assert found(page(*parts), "publisher") == names


### Dates #############################################################################################################


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2031-05-03 09:52:14", "2031-05-03"),
        ("May 3, 2031", "2031-05-03"),
        ("Saturday, 3 May 2031 09:52", "2031-05-03"),
        ("Published: 3 May 2031", "2031-05-03"),
        ("Posted on 03/05/2031", "2031-05-03"),
        ("3 May 2031 · 4 min read", "2031-05-03"),
        ("By Ann Lee, 3 May 2031", "2031-05-03"),
        ("Port Ostra, May 3, 2031", "2031-05-03"),
        ("Source: The Courier | 2031-05-03", "2031-05-03"),
        ("Date:\n\n3 May 2031", "2031-05-03"),
    ],
)
def test_the_line_below_the_headline_dates_the_page(line: str, date: str) -> None:
    text = page(TITLE, line, LEAD, SECOND)
    (field,) = [field for field in read_page(text).fields if field.name == "date"]
    assert field.value == date
    assert field.span
    assert text[field.span.start : field.span.end] in line


def test_a_dateline_takes_its_year_from_another_date() -> None:
    text = page(TITLE, "PORT OSTRA, May 3 (Xinhua) -- " + LEAD)
    assert found(text, "date") == []
    assert read_page(text, [Field("date", "2031")]).fields[-1].value == "2031-05-03"


def test_the_day_of_an_update_dates_the_page_but_is_not_the_day_of_publication() -> None:
    dates = [f for f in read_page(page(TITLE, "UPDATED:", "13:50 EST, 3 May 2031", LEAD)).fields if f.name == "date"]
    assert dates == [Field("date", "2031-05-03")]


def test_an_update_yields_to_the_day_of_publication() -> None:
    text = page(TITLE, "Published: 1 May 2031", "Updated: 3 May 2031", LEAD)
    assert found(text, "date") == ["2031-05-01"]


def test_the_headings_of_a_chronicle_do_not_date_it() -> None:
    text = page("The rover year by year", "3 May 2029", LEAD, "4 June 2030", SECOND)
    assert found(text, "date") == []


def test_list_items_and_table_rows_do_not_date_the_page() -> None:
    text = page(TITLE, "- 3 May 2029: start\n- 4 June 2030: end", "| 5 May 2030 | landing |", LEAD)
    assert found(text, "date") == []


### Titles ############################################################################################################


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ((TITLE, LEAD), TITLE),
        (("# " + TITLE, LEAD), TITLE),
        (("News", "**" + TITLE + "**", "3 May 2031", LEAD), TITLE),
        (("Home > Space > " + TITLE, TITLE, LEAD), TITLE),
        (("WORLD / SPACE", TITLE, "By Ann Lee", LEAD), TITLE),
        (("Press release", TITLE, LEAD), TITLE),
        (("Lunar Rover", LEAD), "Lunar Rover"),
        (
            ("Norland and Sudria agree on rover.", "PORT OSTRA 2031-05-03", LEAD, SECOND),
            "Norland and Sudria agree on rover.",
        ),
        (
            ("Rover of Norland", "The **Lunar Rover** (**LR**) is a vehicle of Norland. It drives on the Moon."),
            "Lunar Rover",
        ),
    ],
)
def test_the_headline_is_the_title(parts: tuple[str, ...], title: str) -> None:
    text = page(*parts)
    (field,) = [field for field in read_page(text).fields if field.name == "title"]
    assert field.value == title
    assert field.span
    assert text[field.span.start : field.span.end] == title


def test_a_text_that_begins_with_a_paragraph_has_no_title() -> None:
    assert found(page(LEAD, SECOND), "title") == []


### Front matter ######################################################################################################


def test_front_matter_gives_fields_with_spans_of_the_values() -> None:
    text = (
        '---\ntitle: "Norland: a rover"\nauthors:\n  - Ann Lee\n  - name: Bo Ek\ndate: 2031-05-03 10:00\n'
        f"source: The Courier\nsource_url: https://courier.example/a\nlang: en-GB\n---\n{LEAD}\n"
    )
    fields = [(f.name, f.value, f.span and text[f.span.start : f.span.end]) for f in read_page(text).fields]
    assert fields == [
        ("title", "Norland: a rover", "Norland: a rover"),
        ("publisher", "The Courier", "The Courier"),
        ("author", "Ann Lee", "Ann Lee"),
        ("author", "Bo Ek", "Bo Ek"),
        ("date", "2031-05-03", "2031-05-03 10:00"),
        ("language", "en-GB", "en-GB"),
        ("url", "https://courier.example/a", "https://courier.example/a"),
    ]


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("title: Norland: a rover", "Norland: a rover"),
        ("title: 'Norland'' s rover'", "Norland' s rover"),
        ("title: >-\n  Norland and\n  a rover", "Norland and a rover"),
        ("Title: Norland", "Norland"),
        ("headline: Norland", "Norland"),
        ("# a comment\ntitle: Norland", "Norland"),
    ],
)
def test_titles_of_front_matter_are_read_in_all_forms_of_yaml(block: str, title: str) -> None:
    assert found(f"---\n{block}\n---\n{LEAD}", "title") == [title]


def test_toml_front_matter_is_read_line_by_line() -> None:
    assert found(f'+++\ntitle = "Norland"\n+++\n{LEAD}', "title") == ["Norland"]


def test_a_rule_at_the_head_of_a_text_is_no_front_matter() -> None:
    assert found(f"---\n\n{TITLE}\n\n{LEAD}\n\n---\n{SECOND}", "title") == [TITLE]


### Fields from outside ###############################################################################################


def test_a_given_value_without_span_takes_the_span_of_its_equal_in_the_text() -> None:
    text = page(TITLE, "3 May 2031", LEAD)
    assert read_page(text, [Field("date", "2031-05-03")]).fields[-1].span == Span(41, 51)


def test_a_given_value_comes_first_where_the_text_says_otherwise() -> None:
    assert found(page(TITLE, "3 May 2031", LEAD), "date", Field("date", "2031-05-02")) == ["2031-05-02", "2031-05-03"]


def test_a_day_in_the_text_makes_a_given_month_precise() -> None:
    assert found(page(TITLE, "3 May 2031", LEAD), "date", Field("date", "2031-05")) == ["2031-05-03"]


### Mastheads


def test_a_day_in_the_list_above_the_headline_is_the_pages() -> None:
    text = page("* 27 May 2031\n  * Office for Energy\n  * 2 min read", f"# {TITLE}", LEAD, SECOND)
    assert found(text, "date") == ["2031-05-27"]


def test_a_day_in_a_list_below_is_not_the_pages() -> None:
    assert found(page(f"# {TITLE}", LEAD, "* 27 May 2031\n* 28 May 2031", SECOND), "date") == []


def test_keys_of_a_blog_are_read() -> None:
    text = page(
        f"---\nID: 7\npost_title: >\n  {TITLE}\npost_date: 2031-05-27 17:52:07\nauthor: Staff Writer\n---", LEAD
    )
    assert found(text, "title") == [TITLE]
    assert found(text, "date") == ["2031-05-27"]
    assert found(text, "author") == []


def test_public_body_beside_the_date_publishes() -> None:
    head = "* 13 May 2025\n  * Ministry for Energy\n  * 2 min read\n"
    text = page(head, "# " + TITLE, LEAD, SECOND)
    assert found(text, "publisher") == ["Ministry for Energy"]
    text = page(TITLE, LEAD, SECOND, "Embassy of Norland\nPort Ostra\n01 August 2019")
    assert (found(text, "publisher"), found(text, "date")) == (["Embassy of Norland"], ["2019-08-01"])


def test_those_who_share_a_report_all_publish_it() -> None:
    text = page(TITLE, "Port Ostra, Jun 18 (Daily Post/Reuters) - " + LEAD, SECOND)
    assert found(text, "publisher") == ["Daily Post", "Reuters"]


def test_author_in_double_brackets_and_account_names() -> None:
    assert found(page('---\nauthor:\n  - "[[Ann Lee]]"\n---', TITLE, LEAD), "author") == ["Ann Lee"]
    assert found(page("---\nauthor: nordkapp-university\n---", TITLE, LEAD), "author") == []
