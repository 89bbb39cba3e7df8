"""Write a graph as one HTML file that opens without a net: template, style, scripts and data, under a strict policy.

Nothing from a document becomes markup: data is escaped JSON or gzip (`blocks`), the scripts set text only through
`textContent`, and the content security policy admits exactly our two scripts, by hash, and no connection at all.
"""

import html
import os
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.view.bounds import bounded
from kg.view.choose import from_triples, surroundings
from kg.view.data import PageOptions, page_data
from kg.view.picture import Picture
from kg.view.read import read_picture
from kg.view.scripts import asset, own_script, source_hash, vis_network
from kg.view.shell import Shell, fill_template

DEFAULT = PageOptions()


def write_page(  # noqa: PLR0913
    store: ox.Store,
    path: str | os.PathLike[str],
    *,
    title: str = "Knowledge graph",
    focus: str | None = None,
    hops: int = 1,
    triples: Iterable[ox.Triple] | None = None,
    options: PageOptions = DEFAULT,
) -> Path:
    """Write the page (see `page_html`) and return its path; what stood there is replaced only when all is written."""
    text = page_html(store, title=title, focus=focus, hops=hops, triples=triples, options=options)
    target = Path(path)
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(text.encode("utf-8"))
    beside.replace(target)
    return target


def page_html(
    store: ox.Store,
    *,
    title: str = "Knowledge graph",
    focus: str | None = None,
    hops: int = 1,
    triples: Iterable[ox.Triple] | None = None,
    options: PageOptions = DEFAULT,
) -> str:
    """Return the page of the whole graph, of an entity with its surroundings, or of some triples.

    `focus` is the IRI of an entity, `hops` how many facts away its surroundings reach; `triples` are what a
    CONSTRUCT query gave, shown with the statements of the store that they come from.
    """
    picture = read_picture(store)
    if triples is not None:
        picture = from_triples(picture, triples)
    picture = bounded(picture) if focus is None else surroundings(picture, focus, hops=hops, fold=options.fold)
    return picture_html(picture, title=title, start=focus, options=options)


def picture_html(picture: Picture, *, title: str, start: str | None = None, options: PageOptions = DEFAULT) -> str:
    """Return the page of a picture; `start` is the IRI of the entity to open with."""
    vis = vis_network() if options.vis else None
    scripts = [script for script in (vis, own_script()) if script is not None]
    policy = html.escape(_policy(scripts), quote=True)
    shell = Shell(
        head=f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>\n{asset("style.css")}\n</style>',
        data="\n".join(page_data(picture, title=title, options=options, start=start)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        labels=options.labels,
    )
    return fill_template(picture, shell, title=title)


def _policy(scripts: list[str]) -> str:
    """Return the policy: our scripts by hash, styles inside the page, pictures made by it, and no connection."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(source_hash(script) for script in scripts),
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
