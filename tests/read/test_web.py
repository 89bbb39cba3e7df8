"""Pages from the web, served by a real server on this machine: time-outs, sizes, redirections, and what is kept."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from kg.errors import ReadError
from kg.read import read_source
from kg.read.web import fetch, read_kept

TEXT = "Norland and Sudria sign\n\nNorland and Sudria signed an agreement on lunar research on Monday, they said.\n"
PAGE = (
    f"<html><body><h1>Norland and Sudria sign</h1><p>{TEXT.splitlines()[2]}</p>"
    "<p>It runs for ten years.</p></body></html>"
)


def _encoded(word: str, encoding: str) -> bytes:
    return PAGE.replace("years", word).encode(encoding)


class _Site(BaseHTTPRequestHandler):
    pages: ClassVar[dict[str, tuple[int, dict[str, str], bytes]]] = {
        "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
        "/latin": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, _encoded("étés", "latin1")),
        "/greek": (200, {"Content-Type": "text/html; charset=ISO-8859-7"}, _encoded("\u03b1", "iso-8859-7")),
        "/text": (200, {"Content-Type": "text/plain"}, TEXT.encode()),
        "/notes.md": (200, {"Content-Type": "text/plain"}, b"---\ntitle: Norland\n---\n" + TEXT.encode()),
        "/lines.jsonl": (
            200,
            {"Content-Type": "application/octet-stream"},
            b'{"id": "a", "text": "Norland."}\n{"id": "b"}\n',
        ),
        "/film": (200, {"Content-Type": "video/mp4"}, b"film"),
        "/empty": (200, {"Content-Type": "text/html"}, b""),
        "/away": (302, {"Location": "/page"}, b""),
        "/disk": (302, {"Location": "file:///etc/passwd"}, b""),
        "/ftp": (301, {"Location": "ftp://a.example/x"}, b""),
        "/loop": (302, {"Location": "/loop"}, b""),
        "/%C3%BCber": (200, {"Content-Type": "text/plain"}, TEXT.encode()),
        "/forbidden": (403, {}, b""),
    }
    late: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/slow":
            self.late.wait(10)
        status, headers, body = self.pages.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Return the address of a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    _Site.late.set()
    server.shutdown()
    server.server_close()
    thread.join()


def refused(address: str) -> str:
    """Return the message with which the address is refused."""
    documents, (error,) = read_source(address)
    assert not documents
    assert error.path == address
    return str(error).replace(address, "URL")


def test_a_page_is_read_and_kept_as_it_came(site: str, tmp_path: Path) -> None:
    (document,), errors = read_source(f"{site}/page", keep=tmp_path / "sources")
    assert not errors
    assert document.source == f"{site}/page"
    assert document.title == "Norland and Sudria sign"
    (kept,) = (tmp_path / "sources").iterdir()
    assert document.source_sha256[:16] in kept.name
    assert kept.read_bytes() == PAGE.encode()
    assert read_kept(tmp_path / "sources", document.source) == [document]


def test_a_kept_page_keeps_the_encoding_that_its_sender_said(site: str, tmp_path: Path) -> None:
    documents, _ = read_source(f"{site}/greek", keep=tmp_path)
    assert "\u03b1" in documents[0].text
    assert read_kept(tmp_path, documents[0].source) == documents


def test_of_several_states_the_one_with_the_hash_is_read(site: str, tmp_path: Path) -> None:
    before, _ = read_source(f"{site}/text", keep=tmp_path)
    _Site.pages["/text"] = (200, {"Content-Type": "text/plain"}, TEXT.replace("Monday", "Friday").encode())
    after, _ = read_source(f"{site}/text", keep=tmp_path)
    _Site.pages["/text"] = (200, {"Content-Type": "text/plain"}, TEXT.encode())
    for documents in (before, after):
        assert read_kept(tmp_path, f"{site}/text", text_sha256=documents[0].sha256) == documents
    with pytest.raises(ReadError, match="no copy of this state of it is kept"):
        read_kept(tmp_path, f"{site}/text", text_sha256="0" * 64)


def test_a_page_that_is_not_kept_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_kept(tmp_path, "http://a.example/")
    folder = tmp_path.as_posix()
    assert str(caught.value) == f"http://a.example/: no copy of it is kept in {folder}. Build again to fetch the page."


def test_without_a_folder_nothing_is_kept(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_source(f"{site}/page")[0]
    assert not list(tmp_path.iterdir())


def test_the_sender_says_the_encoding(site: str) -> None:
    assert "étés" in read_source(f"{site}/latin")[0][0].text


def test_plain_text_is_read_exactly(site: str) -> None:
    assert read_source(f"{site}/text")[0][0].text == TEXT


def test_the_end_of_the_address_says_what_a_vague_type_leaves_open(site: str) -> None:
    assert read_source(f"{site}/notes.md")[0][0].title == "Norland"
    documents, errors = read_source(f"{site}/lines.jsonl")
    assert [document.source for document in documents] == [f"{site}/lines.jsonl#a"]
    assert len(errors) == 1


def test_a_redirection_on_the_web_is_followed(site: str) -> None:
    (document,), _ = read_source(f"{site}/away")
    assert document.source == f"{site}/away"


def test_letters_beyond_ascii_are_escaped(site: str) -> None:
    assert read_source(f"{site}/über")[0]


@pytest.mark.parametrize(("path", "target"), [("/disk", "file:///etc/passwd"), ("/ftp", "ftp://a.example/x")])
def test_a_redirection_off_the_web_is_refused(site: str, path: str, target: str) -> None:
    assert refused(site + path) == (
        f"URL redirects to {target}; only http and https are followed. Give the address of the page."
    )


def test_a_circle_of_redirections_is_refused(site: str) -> None:
    assert refused(f"{site}/loop").startswith("URL answered 302 ")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "URL answered 404 Not Found. Check the address."),
        ("/forbidden", "URL answered 403 Forbidden. Save the page from a browser, and give the file."),
        ("/empty", "URL is empty (0 bytes). Leave it out, or put the document's text into it."),
    ],
)
def test_answers_without_a_page_are_errors(site: str, path: str, message: str) -> None:
    assert refused(site + path) == message


def test_a_type_without_reader_names_the_readers(site: str) -> None:
    message = refused(f"{site}/film")
    assert message.startswith("URL is video/mp4, which has no reader. Readers exist for: application/json, ")


def test_a_late_answer_is_not_waited_for(site: str) -> None:
    with pytest.raises(ReadError, match=r"did not answer within 0\.05 s\. Try again, or save the page"):
        fetch(f"{site}/slow", timeout=0.05)


def test_a_page_above_the_limit_is_not_read(site: str) -> None:
    with pytest.raises(ReadError, match=r"has more than 100 bytes\. Download it"):
        fetch(f"{site}/page", limit=100)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x", "http://nowhere.invalid/", "http://[", "http://"])
def test_an_address_that_does_not_answer_is_an_error(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    assert refused(address).startswith("URL could not be re")
