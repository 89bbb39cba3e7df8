"""Pages from the web: fetched with a time-out and a size limit, kept as they came, read by their media type."""

import time
from collections.abc import Container, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from kg.errors import ReadError
from kg.read.known import Key
from kg.read.plain import check_bytes
from kg.records import Document

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from typing import IO
    from urllib.request import OpenerDirector, Request

TIMEOUT = 20.0
MAX_PAGE = 20_000_000
_CHUNK = 65_536
_AGENT = "provenkg (https://w3id.org/provenkg)"

_SUFFIXES = {
    "application/json": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-ndjson": ".jsonl",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/x-markdown": ".md",
}
_VAGUE = frozenset({"application/octet-stream", "binary/octet-stream", "text/plain", ""})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    data: bytes
    media_type: str
    charset: str | None


def read_address(
    source: str, *, keep: Path | None = None, timeout: float = TIMEOUT, limit: int = MAX_PAGE
) -> Sequence[Document | ReadError]:
    """Return the document at an address; the bytes, as they came, are kept in the folder `keep` for `read_kept`."""
    return read_unless_known(source, known=(), keep=keep, timeout=timeout, limit=limit)[1]


def read_unless_known(
    source: str, *, known: Container[Key], keep: Path | None = None, timeout: float = TIMEOUT, limit: int = MAX_PAGE
) -> tuple[Key, Sequence[Document | ReadError]]:
    """Return the key of what an address answers, and what `read_address` does; nothing where the key is known."""
    page = fetch(source, timeout=timeout, limit=limit)
    suffix = _suffix(source, page.media_type)
    key = Key(source, sha256(page.data).hexdigest(), f"{page.charset or ''}{suffix}")
    found = () if key in known else _read(check_bytes(page.data, source), source, suffix, page.charset)
    if keep is not None:
        label = f".{page.charset}" if page.charset and page.charset.replace("-", "").isalnum() else ""
        _write(page.data, keep / f"{_key(source)}-{key.sha256[:16]}{label}{suffix}")
    return key, found


def read_kept(keep: Path, source: str, *, text_sha256: str | None = None) -> Sequence[Document | ReadError]:
    """Return the documents of the page that was kept in `keep` when `source` was read.

    Where several states of it were kept, the one whose text has the hash `text_sha256`, else the last one.
    """
    files = sorted(keep.glob(f"{_key(source)}-*"), key=lambda path: (-path.stat().st_mtime_ns, path.name))
    for path in files:
        charset = path.suffixes[0][1:] if len(path.suffixes) > 1 else None
        found = _read(path.read_bytes(), source, path.suffix, charset)
        hashes = {item.sha256 for item in found if isinstance(item, Document)}
        if text_sha256 is None or text_sha256 in hashes:
            return found
    state = "this state of it" if files else "it"
    message = f"{source}: no copy of {state} is kept in {keep.as_posix()}. Build again to fetch the page."
    raise ReadError(message, path=source)


def _key(source: str) -> str:
    """Return what the names of the kept pages of an address begin with."""
    return sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _write(data: bytes, target: Path) -> None:
    """Write the file beside its place and then into it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(target.suffix + ".part")
    beside.write_bytes(data)
    beside.replace(target)


def _read(data: bytes, source: str, suffix: str, charset: str | None) -> Sequence[Document | ReadError]:
    from kg.read import docx, html, jsonl, pdf, plain

    if suffix == ".html":
        return html.html_documents(data, source, charset=charset)
    readers = {
        ".docx": docx.docx_documents,
        ".jsonl": jsonl.jsonl_documents,
        ".md": plain.markdown_documents,
        ".pdf": pdf.pdf_documents,
        ".txt": plain.text_documents,
    }
    return readers[suffix](data, source)


def _suffix(source: str, media_type: str) -> str:
    """Return the suffix of the reader for a media type, where that is vague by the end of the address."""
    ending = PurePosixPath(urlsplit(source).path).suffix.lower().replace(".htm", ".html").replace(".htmll", ".html")
    if media_type in _VAGUE and ending in set(_SUFFIXES.values()):
        return ending
    if media_type in _SUFFIXES:
        return _SUFFIXES[media_type]
    known = ", ".join(sorted(_SUFFIXES))
    message = f"{source} is {media_type or 'of no media type'}, which has no reader. Readers exist for: {known}."
    raise ReadError(message, path=source)


### Fetching ##########################################################################################################


def fetch(source: str, *, timeout: float = TIMEOUT, limit: int = MAX_PAGE) -> Fetched:
    """Return what the address answers: all of it within `timeout` seconds, at most `limit` bytes."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    deadline = time.monotonic() + timeout
    try:
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
        request = Request(_ascii(source), headers=headers)  # noqa: S310 - the opener speaks http and https only
        with _opener(source).open(request, timeout=timeout) as answer:
            data = _body(answer, source, deadline=deadline, timeout=timeout, limit=limit)
            return Fetched(data, answer.headers.get_content_type(), answer.headers.get_content_charset())
    except HTTPError as error:
        todo = "Check the address." if error.code in {404, 410} else "Save the page from a browser, and give the file."
        message = f"{source} answered {error.code} {' '.join(str(error.reason).split()).rstrip('.')}. {todo}"
        error.close()
        raise ReadError(message, path=source) from error
    except TimeoutError as error:
        raise _late(source, timeout) from error
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _late(source, timeout) from error
        message = f"{source} could not be reached ({error.reason}). Check the address and the connection."
        raise ReadError(message, path=source) from error
    except (HTTPException, OSError, ValueError) as error:
        message = f"{source} could not be read ({error or type(error).__name__}). Check the address, or try again."
        raise ReadError(message, path=source) from error


def _late(source: str, timeout: float) -> ReadError:
    message = f"{source} did not answer within {timeout:g} s. Try again, or save the page and give the file."
    return ReadError(message, path=source)


def _body(answer: "HTTPResponse", source: str, *, deadline: float, timeout: float, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > limit:
            message = f"{source} has more than {limit:,} bytes. Download it, and give the part that matters as a file."
            raise ReadError(message, path=source)
        if time.monotonic() > deadline:
            raise _late(source, timeout)
    return b"".join(parts)


def _opener(source: str) -> "OpenerDirector":
    """Return an opener that speaks http and https and nothing else, on redirection too."""
    from urllib import request

    class Redirections(request.HTTPRedirectHandler):
        def http_error_302(
            self, req: "Request", fp: "IO[bytes]", code: int, msg: str, headers: "HTTPMessage"
        ) -> "HTTPResponse | None":
            target = headers.get("location", "") or headers.get("uri", "")
            if urlsplit(target).scheme.lower() not in {"http", "https", ""}:
                fp.close()
                raise _off_web(source, target)
            return super().http_error_302(req, fp, code, msg, headers)

        http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.UnknownHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPDefaultErrorHandler,
        Redirections,
        request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener


def _off_web(source: str, target: str) -> ReadError:
    message = f"{source} redirects to {target}; only http and https are followed. Give the address of the page."
    return ReadError(message, path=source)


def _ascii(address: str) -> str:
    """Return the address as a URI: its host in IDNA, other characters as percent signs (RFC 3987, section 3.1)."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    keep = "%/:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, host, quote(parts.path, keep), quote(parts.query, keep), ""))
