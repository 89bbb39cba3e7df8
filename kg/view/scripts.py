"""Get the scripts of a page ready to stand inside it: ours from `assets/`, vis-network from the pyvis distribution."""

import base64
import hashlib
import re
from functools import cache
from importlib import resources, util
from pathlib import Path

VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
MODULES = (
    "dom.js",
    "shapes.js",
    "finders.js",
    "model.js",
    "state.js",
    "labels.js",
    "evidence.js",
    "panel.js",
    "explore.js",
    "focus-settle.js",
    "focus-overlay.js",
    "focus.js",
    "islands.js",
    "map-paint.js",
    "map-pointer.js",
    "map.js",
    "legend.js",
    "search.js",
    "reader.js",
    "timeline.js",
    "table.js",
    "turtle.js",
    "sparql.js",
    "picture.js",
    "permalink.js",
    "export.js",
    "controls.js",
    "main.js",
)
"""Our scripts in the order in which they are joined; each relies only on those before it."""
SERVED = ("grow.js", "walk.js")
"""What a page has besides that a server sends: it stands before the last."""


def asset(name: str) -> str:
    """Return a file of `kg/view/assets`."""
    return (resources.files("kg.view") / "assets" / name).read_text("utf-8")


@cache
def own_script() -> str:
    """Return our modules as one script: one strict function, so that no name of theirs is global."""
    return _joined(MODULES)


@cache
def served_script() -> str:
    """Return our modules for the page of a server, which can ask for more of the graph."""
    return _joined((*MODULES[:-1], *SERVED, MODULES[-1]))


def _joined(names: tuple[str, ...]) -> str:
    parts = "\n".join(map(asset, names))
    return in_element(f"(async () => {{\n'use strict';\n{parts}\n}})();\n")


@cache
def vis_network() -> str | None:
    """Return vis-network as pyvis carries it (Apache-2.0 or MIT, its banner stays), None without pyvis.

    The file is found without importing pyvis, whose import takes 0.2 s because it imports IPython.
    """
    spec = util.find_spec("pyvis")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / VIS_NETWORK
        if path.is_file():
            text = path.read_text("utf-8")
            return in_element(re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE))
    return None


def in_element(script: str) -> str:
    r"""Return the script so that it cannot end its element early (HTML standard 4.12.1.3).

    >>> in_element("'</script>'")
    "'<\\/script>'"
    """
    return re.sub(r"<(/script|!--)", lambda found: rf"<\{found[1]}", script, flags=re.IGNORECASE)


def source_hash(script: str) -> str:
    """Return the script's source expression for a content security policy (CSP 3, section 2.3.1)."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
