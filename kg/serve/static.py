"""The files that pages load: styles and scripts, from a fixed list, each with the hash of its bytes as its version."""

import hashlib
from functools import cache
from importlib import resources
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.settings import Refusal

_TYPES = {".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml"}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Return bytes and entity tag of each file by its name."""
    from kg.view.scripts import asset

    shared = {"dom.js": asset("dom.js").encode()}
    found = {name: (data, _tag(data)) for name, data in (_graph_files() | shared).items()}
    for file in (resources.files("kg.serve") / "assets").iterdir():
        if PurePath(file.name).suffix in _TYPES:
            data = file.read_bytes()
            found[file.name] = data, _tag(data)
    return found


def has_file(name: str) -> bool:
    """Return whether there is a file of that name: some are only packed where they could be had."""
    return name in _files()


def _tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:16]}"'


@cache
def _graph_files() -> dict[str, bytes]:
    """Return the style and the scripts of the page that `kg view` writes; vis-network only where it is installed."""
    from kg.view.scripts import asset, served_script, vis_network

    found = {"graph.css": asset("style.css"), "vis-network.js": vis_network(), "graph.js": served_script()}
    return {name: text.encode() for name, text in found.items() if text is not None}


def graph_scripts() -> list[str]:
    """Return the names of the scripts of the graph page, in the order in which they are run."""
    return [name for name in _graph_files() if name.endswith(".js")]


async def static_file(request: Request) -> Response:
    """Return a file, or 304 to who has it already (RFC 9110, 13.1.2). No path is ever joined."""
    name = request.path_params["name"]
    if name not in _files():
        raise Refusal(404, "there is no such file.")
    data, tag = _files()[name]
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return Response(data, media_type=_TYPES[PurePath(name).suffix], headers={"ETag": tag})
