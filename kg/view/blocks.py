"""Write data into a page so that no character of it can become markup: escaped JSON, or gzip in base64."""

import base64
import gzip
import json

import numpy as np
import numpy.typing as npt

PLAIN_LIMIT = 400_000
"""Above so many characters a block is compressed."""
LEVEL = 6
"""Of compression: 9 makes a page 1 % smaller and takes three times as long."""
_ESCAPES = str.maketrans({"&": "\\u0026", "<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def block(name: str, content: object) -> str:
    r"""Return a `script` element that holds `content` as data.

    A block of JSON has `<`, `>` and `&` as escapes, so that no text can end the element (HTML standard 4.12.1.3,
    restrictions for contents of script elements). NaN is refused: it is not JSON.

    >>> block("core", {"label": "</script>"})
    '<script type="application/json" id="core">{"label":"\\u003c/script\\u003e"}</script>'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = text.encode("utf-8", "replace").decode("utf-8")
    if len(text) <= PLAIN_LIMIT:
        return f'<script type="application/json" id="{name}">{text.translate(_ESCAPES)}</script>'
    packed = base64.b64encode(gzip.compress(text.encode("utf-8"), LEVEL, mtime=0)).decode("ascii")
    return f'<script type="application/gzip" id="{name}">{packed}</script>'


def column(values: npt.ArrayLike, kind: str) -> str:
    """Return numbers as base64 of little-endian `kind`: `u1`, `u2`, `u4`, `i2` or `i4`.

    >>> column([1, 2], "u2")
    'AQACAA=='
    """
    return base64.b64encode(np.asarray(values, dtype=f"<{kind}").tobytes()).decode("ascii")
