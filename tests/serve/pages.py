"""Get pages of a server as browsers do, and read them as HTML."""

from urllib.parse import urlencode

from lxml import html

from tests.serve.server import Server

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
KG = "https://w3id.org/provenkg/ontology#"
BASE = "https://kg.example/"


def page(server: Server, path: str, status: int = 200, **parameters: str) -> html.HtmlElement:
    """Return a page, which must hold no script, no style and no link that runs one."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    reply = server.send(path + query, headers=BROWSER)
    assert (reply.status, reply.headers["content-type"]) == (status, "text/html; charset=utf-8"), reply.text
    found = html.document_fromstring(reply.text)
    forbidden = "//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]"
    assert not found.xpath(forbidden)
    addresses: list[str] = found.xpath("//@href | //@src | //@action")  # type: ignore[assignment] # it is all text
    assert [one for one in addresses if not one.startswith(("/", "#", "http://", "https://"))] == []
    return found


def text_of(found: html.HtmlElement, xpath: str) -> str:
    """Return the text of the first element, without the spaces around it."""
    return " ".join(str(found.xpath(f"string({xpath})")).split())
