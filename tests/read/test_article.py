"""What of a page is the article: titles, bylines and paragraphs stay, all that pages put around them goes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.page import read_page
from kg.read.page.blocks import Block, split_blocks, strip_markup
from kg.read.page.kinds import Kind, classify, score

LEAD = "Norland and Sudria signed an agreement on lunar research on Monday, their ministries said in Port Ostra."
SECOND = "The two countries will build a small rover together. It is to land near the south pole in 2031."
THIRD = "Norland will provide the wheels and the batteries, and Sudria the camera and the drill, the agreement says."
TITLE = "Norland and Sudria agree on lunar rover"


def main_text(text: str) -> str:
    """Return the article's ranges, put together with an ellipsis between them."""
    return " … ".join(text[span.start : span.end] for span in read_page(text).main)


def page(*parts: str) -> str:
    return "\n\n".join(parts)


def test_a_plain_report_is_all_article() -> None:
    text = page(TITLE, "By Ann Lee", LEAD, SECOND)
    assert main_text(text) == text


@pytest.mark.parametrize(
    "before",
    [
        "position: Home  > Space > Norland and Sudria agree on lunar rover",
        "You are here: Home » News » Space",
        "Home > News > Space",
        "Home | News | Missions | About us",
        "Skip to main content\nHome\nNews\nMissions\nSearch",
        "We use cookies to make this site work. Read our cookie policy.",
        "Please enable JavaScript to view this page.",
        "Announcements",
        "FOR IMMEDIATE RELEASE",
        "![logo](/img/logo.png)",
    ],
)
def test_what_stands_above_the_headline_goes(before: str) -> None:
    assert main_text(page(before, TITLE, LEAD, SECOND)) == page(TITLE, LEAD, SECOND)


@pytest.mark.parametrize(
    "between",
    [
        "Follow The Courier on Telegram to stay informed.",
        "ALSO READ: Wheat harvest breaks the record in the east",
        "Read more: Wheat harvest breaks the record",
        "![rover](/img/rover.jpg)",
        "https://courier.example/img/rover.jpg",
        "Image: assets/rover.png",
        "Advertisement",
        "Share\nFacebook\nTwitter\nWhatsApp",
        "Sign up for our newsletter and never miss a launch.",
        "Related:\n- Wheat harvest breaks the record\n- Sudria elects a parliament",
        "Also read:\n\nWheat harvest breaks the record",
        "#Norland #Sudria #Moon",
        "Press office: press@courier.example, +47 55 01 02 03",
    ],
)
def test_what_stands_between_paragraphs_goes(between: str) -> None:
    assert main_text(page(TITLE, LEAD, SECOND, between, THIRD, SECOND)) == page(TITLE, LEAD, SECOND) + " … " + page(
        THIRD, SECOND
    )


@pytest.mark.parametrize(
    "after",
    [
        "Top News\n\nWheat harvest breaks the record\n\nFarmers in the east brought in more wheat than ever.",
        "Most popular\n1. Rain floods the coast\n2. Sudria elects a parliament",
        "More Stories From Science\n\nSquid seen in the deep sea\n\nSudria elects a parliament",
        "## Related posts\n\n- [Wheat harvest breaks the record](/a)\n- [Sudria elects a parliament](/b)",
        "You may also like\n\nWheat harvest breaks the record",
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *",
        "Tags: Norland, Moon, rover",
        "© 2031 The Courier. All rights reserved.",
        "Copyright 2031 The Courier",
        "Your browser is out of date. Please upgrade your browser to see this page.",
        "Media contacts\n\nBo Ek\nSpace Office of Norland\n+47 55 01 02 03\nbo.ek@space.example",
        "###\n\nBo Ek / Ann Lee\n\nHeadquarters, Port Ostra\n\n202-555-0142",
        "Bo Ek\n\nSpace Office, Port Ostra\n\n202-555-0142\n\nbo.ek@space.example / ann.lee@space.example",
        "Wheat harvest breaks record\nSudria elects a parliament\nRain floods the north coast\nSquid seen in deep sea",
        "Privacy policy | Terms of use | Contact",
        "Facebook\nTwitter\nPrint",
    ],
)
def test_what_stands_below_the_article_goes(after: str) -> None:
    assert main_text(page(TITLE, LEAD, SECOND, THIRD, after)) == page(TITLE, LEAD, SECOND, THIRD)


@pytest.mark.parametrize(
    "kept",
    [
        "- Norland\n- Sudria\n- Vestmark",
        "| Country | Part |\n|---|---|\n| Norland | wheels |\n| Sudria | camera |",
        "To learn more about the rover, visit:\n\nhttps://rover.example/",
        "Editor: 李明",
        "@highlight\n\nNorland builds the wheels\n\n@highlight\n\nSudria builds the camera",
        "## Who pays\n\nNorland pays.",
        "1 Vestmark 12 3 40\n2 Norland 11 4 37\n3 Sudria 10 5 35\n4 Ostra 9 6 30",
        "About the Space Office\n\nThe Space Office of Norland was founded in 1988. It runs the country's satellites.",
    ],
)
def test_what_is_no_prose_but_part_of_the_article_stays(kept: str) -> None:
    text = page(TITLE, LEAD, SECOND, kept)
    assert main_text(text) == text


def test_the_article_resumes_after_a_box_of_links() -> None:
    text = page(TITLE, LEAD, "Related Articles", "- Wheat harvest breaks the record", SECOND, THIRD)
    assert main_text(text) == page(TITLE, LEAD) + " … " + page(SECOND, THIRD)


def test_teasers_with_a_paragraph_each_do_not_resume_it() -> None:
    teasers = page("Wheat harvest breaks the record", THIRD, "Sudria elects a parliament", SECOND)
    assert main_text(page(TITLE, LEAD, SECOND, "Top News", teasers)) == page(TITLE, LEAD, SECOND)


def test_a_heading_of_the_same_rank_resumes_it() -> None:
    text = page("# " + TITLE, LEAD, "## Related links", "- [Wheat](/w)", "## The rover", SECOND)
    assert main_text(text) == page("# " + TITLE, LEAD) + " … " + page("## The rover", SECOND)


def test_a_section_above_the_headline_does_not_swallow_it() -> None:
    text = page("Top News", "Wheat harvest breaks record", TITLE, "3 May 2031", "By Ann Lee", LEAD, SECOND)
    assert main_text(text) == page(TITLE, "3 May 2031", "By Ann Lee", LEAD, SECOND)


def test_front_matter_gives_title_author_and_date_only() -> None:
    text = (
        f'---\nlayout: post\ntitle: "{TITLE}"\nauthor: ann lee\ndate: 2031-05-03\ntags: [moon]\n'
        f"url: https://courier.example/rover\n---\n{LEAD}\n"
    )
    assert main_text(text) == f"{TITLE} … author: ann lee\ndate: 2031-05-03 … {LEAD}"


def test_a_chronicle_of_short_lines_is_all_article() -> None:
    text = page("Milestones of Norland in space", "- 1988: Space Office founded\n- 12 May 1999: Nor-1 launched")
    assert main_text(text) == text


def test_other_languages_are_read_by_form() -> None:
    text = page(
        "Norland och Sudria bygger en rover",
        "Regeringarna i Norland och Sudria undertecknade på måndagen ett avtal om forskning på månen.",
        "Hem | Nyheter | Kontakt",
    )
    assert main_text(text) == text.rpartition("\n\n")[0]


def test_a_text_without_any_paragraph_is_kept() -> None:
    assert main_text("Norland") == "Norland"


def test_a_long_paragraph_that_speaks_of_a_newsletter_stays() -> None:
    said = (
        "The minister told the weekly newsletter of the Space Office that the rover would cost forty million crowns,"
        " that Norland would pay half of it, and that the first wheels had already been tested in the desert."
    )
    assert main_text(page(TITLE, LEAD, said, SECOND)) == page(TITLE, LEAD, said, SECOND)


### Blocks ############################################################################################################


def test_lines_wrapped_by_hand_make_one_block() -> None:
    text = (
        "Norland and Sudria signed an agreement on lunar research on Monday,\n"
        "their ministries said in Port Ostra. The two countries will build a\n"
        "small rover together, which is to land near the south pole in 2031,\n"
        "and share its data.\n\n"
        "Norland will provide the wheels."
    )
    assert [block.text.split()[0] for block in split_blocks(text)] == ["Norland", "Norland"]


def test_one_line_a_paragraph_makes_one_block_each() -> None:
    assert len(split_blocks(f"{TITLE}\n{LEAD}\n{SECOND}\nFull story\n{THIRD}")) == 5


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("**Bold** and *thin* and __under__", "Bold and thin and under"),
        ("[a link](https://a.example/x_(y)) here", "a link here"),
        ("![alt](x.png) text", "text"),
        ("snake_case_name and 3 * 4", "snake_case_name and 3 * 4"),
        ("<b>tag</b> <!-- note -->", "tag"),
        ("Global Methane\\_Pledge", "Global Methane_Pledge"),
    ],
)
def test_markup_is_taken_off(raw: str, plain: str) -> None:
    assert strip_markup(raw) == plain


@given(st.text(alphabet=st.sampled_from("ab .\n\r\t#*-_|[]()>!:1—é月\u2028"), max_size=200))
def test_blocks_cover_the_text_in_order_and_hold_their_words(text: str) -> None:
    blocks = split_blocks(text)
    for before, after in pairwise(blocks):
        assert before.end <= after.start
    for block in blocks:
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""


@given(st.lists(st.sampled_from([TITLE, LEAD, SECOND, "Top News", "Share", "- x", "###", "By Ann Lee", "# A", ""])))
def test_ranges_are_ordered_apart_and_inside_the_text(parts: list[str]) -> None:
    text = page(*parts)
    spans = read_page(text).main
    assert list(spans) == sorted(spans)
    assert all(a.end < b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


### Scores ############################################################################################################


def test_paragraphs_score_above_notices() -> None:
    notice = "This site uses cookies. By going on you accept our privacy policy."
    assert score(Block(0, 1, notice)) < 0 < score(Block(0, 1, SECOND))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (LEAD, Kind.PROSE),
        (TITLE, Kind.SHORT),
        ("Most Read", Kind.OPENER),
        ("ADVERTISEMENT", Kind.PAUSE),
        ("News Media Contacts", Kind.CLOSER),
        ("– end –", Kind.END),
        ("# # #", Kind.END),
        ("https://a.example/b", Kind.ADDRESS),
        ("bo.ek@space.example", Kind.CONTACT),
        ("+47 55 01 02 03", Kind.CONTACT),
        ("Home", Kind.MENU),
        ("Home • News • Science", Kind.MENU),
        ("2016–2020", Kind.SHORT),
    ],
)
def test_lines_are_told_apart(line: str, kind: Kind) -> None:
    assert classify([Block(0, len(line), line)], ()) == [kind]
