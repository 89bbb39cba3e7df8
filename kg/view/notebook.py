"""Show a store in a notebook: the page in a sandboxed frame, and outside it a text that any notebook shows."""

import html

import pyoxigraph as ox

from kg.view.choose import best_connected
from kg.view.data import PageOptions
from kg.view.page import picture_html
from kg.view.picture import Picture
from kg.view.read import read_picture

CELL_LIMIT = 300
"""A saved notebook contains the whole page, so a cell shows the best connected entities only."""
HEIGHT = 620
SANDBOX = "allow-scripts allow-downloads allow-popups"


def notebook_html(
    store: ox.Store,
    *,
    title: str = "Knowledge graph",
    height: int = HEIGHT,
    options: PageOptions | None = None,
) -> str:
    """Return the page as an `iframe` with `srcdoc`, kept from the notebook by its sandbox, and one line of text.

    A notebook that is not trusted drops the frame; the line outside says what is missing.
    """
    options = options or PageOptions()
    picture = read_picture(store)
    part = best_connected(picture, CELL_LIMIT, fold=options.fold)
    page = picture_html(part, title=title, options=options)
    return (
        f"<p>{html.escape(_summary(picture, part))}</p>"
        f'<iframe title="{html.escape(title, quote=True)}" sandbox="{SANDBOX}" loading="lazy" '
        f'style="width:100%;height:{height}px;border:1px solid #8884;border-radius:8px" '
        f'srcdoc="{html.escape(page, quote=True)}"></iframe>'
    )


def _summary(picture: Picture, part: Picture) -> str:
    whole = f"{len(picture.things):,} entities, {len(picture.facts):,} facts, {len(picture.papers):,} documents"
    if len(part.things) == len(picture.things):
        return f"{whole}. Trust the notebook to see the graph."
    return f"{whole}; the {len(part.things):,} best connected are shown. Trust the notebook to see the graph."
