"""HTML pages: main text, what the page says of itself, encodings, and pages that are broken or empty."""

import logging
from pathlib import Path

import pytest

from kg.read import read_source
from kg.read.html import decode_html, html_documents
from kg.records import Document, Field

TITLE = "Norland and Sudria agree on rover"
LEAD = "Norland and Sudria signed an agreement on lunar research on Monday, their ministries said in Port Ostra."
SECOND = "The two countries will build a small rover together. It is to land near the south pole in 2031."
THIRD = "Norland will pay half of the cost, and Sudria the other half, the ministers told reporters at the port."

PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>{TITLE} | The Courier</title>
<meta property="og:site_name" content="The Courier"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2031-05-03T10:00:00Z">
<link rel="canonical" href="https://courier.example/rover"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<div class="cookie-banner">We use cookies to make this site work.</div>
<main><article><h1>{TITLE}</h1>
<div class="meta"><span class="byline">By <a href="/ann">Ann Lee</a></span> <time>3 May 2031</time></div>
<p>{LEAD}</p><p>{SECOND}</p><h2>Who pays</h2><p>{THIRD}</p>
<ul><li>Norland: wheels</li><li>Sudria: camera</li></ul>
<table><tr><th>Country</th><th>Part</th></tr><tr><td>Norland</td><td>wheels</td></tr></table>
</article></main><aside><h3>Most read</h3><ul><li><a href="/x">Wheat harvest breaks record</a></li></ul></aside>
<footer>© 2031 The Courier</footer><script>var wheat = 1</script></body></html>"""


def read(tmp_path: Path, data: bytes) -> Document:
    """Return the one document of a file with these bytes."""
    path = tmp_path / "page.html"
    path.write_bytes(data)
    (document,), errors = read_source(path)
    assert not errors
    return document


def test_the_main_text_comes_as_paragraphs_lists_and_tables(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.encode())
    assert document.text == (
        f"{TITLE}\n\nBy Ann Lee\n\n3 May 2031\n\n{LEAD}\n\n{SECOND}\n\nWho pays\n\n{THIRD}\n\n"
        "- Norland: wheels\n- Sudria: camera\n\n| Country | Part |\n|---|---|\n| Norland | wheels |"
    )
    assert document.media_type == "text/html"
    assert [document.text[span.start : span.end] for span in document.main] == [document.text]


def test_fields_have_the_place_where_the_page_shows_them(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.encode())
    shown = [(f.name, f.value, f.span and document.text[f.span.start : f.span.end]) for f in document.fields]
    assert shown == [
        ("title", TITLE, TITLE),
        ("publisher", "The Courier", None),
        ("author", "Ann Lee", "Ann Lee"),
        ("date", "2031-05-03", "3 May 2031"),
        ("language", "en-GB", None),
        ("url", "https://courier.example/rover", None),
    ]


def test_the_headline_stands_at_the_head_though_a_paragraph_repeats_it(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.replace(LEAD, f"{LEAD} {TITLE}, they wrote.").encode())
    assert document.text.startswith(f"{TITLE}\n\nBy Ann Lee")


def test_dates_are_not_guessed_from_the_body(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2031-05-03T10:00:00Z">', "")
    page = page.replace("<time>3 May 2031</time>", "").replace("on Monday", "on 1 May 2031")
    assert read(tmp_path, page.encode()).date is None


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><p>{LEAD}<p>{SECOND}",
        f"<p>{LEAD}</b></i></div>{SECOND}</table>",
        f"<<<html><title>x</tit<body><div><p>{LEAD}</p>{SECOND}",
        f"{LEAD} {SECOND}",
    ],
)
def test_broken_pages_give_what_is_there(tmp_path: Path, page: str) -> None:
    text = read(tmp_path, page.encode()).text
    assert LEAD in text
    assert SECOND in text


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>app()</script><div id='root'></div></body></html>", "<!-- x -->"]
)
def test_a_page_without_text_says_so(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page)
    documents, (error,) = read_source(path)
    assert not documents
    assert str(error) == (
        f"{path.as_posix()} has no text: the page is empty, or a script fills it in the browser."
        " Open it in a browser, and save what you see."
    )


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("é".encode(), None),
        (b'<meta charset="iso-8859-1">\xe9', None),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">\xe9', None),
        (b"\xe9", "latin1"),
        (b"\xe9", None),
        (b"\xef\xbb\xbf\xc3\xa9", "latin1"),
        ("\ufeffé".encode("utf-16-le"), None),
        ('<meta charset="nonsense">é'.encode(), None),
        ('<meta charset="ascii">é'.encode("cp1252"), "utf-8"),
    ],
)
def test_encodings_are_found_as_browsers_do(data: bytes, charset: str | None) -> None:
    assert decode_html(data, charset).endswith("é")


def test_an_xml_declaration_does_no_harm() -> None:
    page = f'<?xml version="1.0" encoding="utf-8"?><html xml:lang="en"><body><p>{LEAD}</p></body></html>'
    (document,) = html_documents(page.encode(), "page.html")
    assert LEAD in document.text


def test_reading_leaves_the_loggers_of_the_library_as_they_were(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    level = logging.getLogger("trafilatura").level
    read(tmp_path, b"<p>Norland signed.")
    assert not caplog.records
    assert logging.getLogger("trafilatura").level == level


def test_nobody_is_no_author(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.replace("Ann Lee", "admin").encode())
    assert Field("author", "admin") not in document.fields


def test_control_characters_are_spaces() -> None:
    (document,) = html_documents(b"<p>One\x01two&#12;three&#x1F;&#65534;four&#10;&#169; &#120;\x0c</p>", "a.html")
    assert document.text.split() == ["One", "two", "three", "four", "©", "x"]
