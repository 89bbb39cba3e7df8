"""The page that lists the documents, the latest first."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.serve.pages.ask import Row, rows, value
from kg.serve.pages.frame import address, link, page, steps
from kg.serve.pool import Pool
from kg.serve.protocol import from_url, number
from kg.view.names import local_name

_PAGE = 100
"""Documents on a page."""


async def documents(request: Request, pool: Pool) -> Response:
    """Answer `/documents?start=N`."""
    offset = number(from_url(request), "start")
    text = (
        "SELECT ?document ?title ?date ?publisher { GRAPH ?document { ?document kg:sha256 ?hash"
        " OPTIONAL { ?document dct:title ?title } OPTIONAL { ?document dct:date ?date }"
        " OPTIONAL { ?document dct:publisher ?publisher } } }"
        f" ORDER BY DESC(?date) ?title ?document LIMIT {_PAGE + 1} OFFSET {offset}"
    )
    found = await rows(pool, text)
    lines = "".join(_line(row) for row in found[:_PAGE])
    head = "".join(f'<th scope="col">{name}</th>' for name in ("date", "document", "publisher"))
    parts = [f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"] if found else []
    parts += [] if found else ["<p>There are no documents here.</p>"]
    parts.append(steps("/documents", offset, _PAGE, has_more=len(found) > _PAGE))
    return HTMLResponse(page("Documents", "\n".join(parts), at="/documents"))


def _line(row: Row) -> str:
    iri = value(row, "document")
    title = link(address("/document", iri=iri), value(row, "title") or local_name(iri))
    publisher = f'<span dir="auto">{escape(value(row, "publisher"))}</span>'
    return f"<tr><td class='date'>{escape(value(row, 'date'))}</td><td>{title}</td><td>{publisher}</td></tr>"
