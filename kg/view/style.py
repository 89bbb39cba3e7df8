"""Give every type a colour and a shape, so that colour is never the only sign.

Hues are those of Okabe and Ito (jfly.uni-koeln.de/color), told apart with any kind of colour vision; their yellow is
darkened to stand out on white. `assets/types.json` lists the types of the built-in ontology, relatives in one hue;
other types take what is left, in the order of their names.
"""

import json
from collections.abc import Iterable
from importlib import resources
from typing import NamedTuple

HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#B8A800", "#7F7F7F")
SHAPES = (
    "circle", "square", "diamond", "triangle", "hexagon", "star", "triangleDown", "pentagon",
    "octagon", "house", "dome", "slant", "rectangle", "page", "cross", "ring",
)  # fmt: skip


class Look(NamedTuple):
    """How a type is drawn."""

    colour: str
    shape: str


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Return a look for each type's local name.

    >>> looks(["Country", "Ship"])
    {'Country': Look(colour='#0072B2', shape='circle'), 'Ship': Look(colour='#D55E00', shape='square')}
    """
    listed = resources.files("kg.view") / "assets" / "types.json"
    known = {name: Look(*look) for name, look in json.loads(listed.read_text("utf-8")).items()}
    wanted = sorted(set(names))
    given = {name: known[name] for name in wanted if name in known}
    return given | _free_looks([name for name in wanted if name not in known], set(given.values()))


def _free_looks(names: list[str], taken: set[Look]) -> dict[str, Look]:
    """Return looks for unknown types: unused shapes and hues first, then any unused pair, then again from the start."""
    shapes = [shape for shape in SHAPES if shape not in {look.shape for look in taken}]
    hues = [hue for hue in HUES if hue not in {look.colour for look in taken}] or list(HUES)
    pairs = [Look(hues[i % len(hues)], shape) for i, shape in enumerate(shapes)]
    pairs += [look for shape in SHAPES for hue in HUES if (look := Look(hue, shape)) not in {*taken, *pairs}]
    return {name: pairs[i % len(pairs)] for i, name in enumerate(names)}
