"""`PREFIX.json`: what is in the shards and what made them. It holds no time, so that two builds give the same bytes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError

FORMAT = "provenkg shards 1"
"""Changed when the form changes."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of sorted N-Quads: its name beside the manifest, its number of quads and bytes, and its SHA-256."""

    file: str
    quads: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The shards of a graph, with what they hold in numbers, and by what versions and hashes they were made."""

    base: str
    sources: tuple[str, ...]
    totals: Mapping[str, int]
    shards: tuple[Shard, ...]
    made: Mapping[str, str]

    def to_json(self) -> str:
        """Return the content of the file."""
        content = {"format": FORMAT, **asdict(self)}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def manifest_path(prefix: Path) -> Path:
    """Return where the manifest of a prefix lies."""
    return prefix.with_name(f"{prefix.name}.json")


def shard_names(prefix: Path, shards: int) -> list[str]:
    """Return the names of the files beside the manifest.

    >>> shard_names(Path("out/graph"), 2)
    ['graph-00000-of-00002.nq', 'graph-00001-of-00002.nq']
    """
    return [f"{prefix.name}-{number:05}-of-{shards:05}.nq" for number in range(shards)]


def former_shards(prefix: Path) -> list[Path]:
    """Return the files that a former build wrote.

    Raises StoreError where files of these names are not ours.
    """
    path = manifest_path(prefix)
    if path.exists():
        return [prefix.with_name(shard["file"]) for shard in _content(path)["shards"]]
    there = sorted(prefix.parent.glob(f"{_literal(prefix.name)}-[0-9]*-of-[0-9]*.nq"))
    if there:
        raise _foreign(there[0])
    return []


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] == FORMAT and all(Path(one["file"]).name == one["file"] for one in content["shards"]):
            return dict(content)
    except (OSError, ValueError, TypeError, KeyError):
        pass
    raise _foreign(path)


def _foreign(path: Path) -> StoreError:
    message = f"{path} is there, which kg did not write. Choose another PREFIX, for example: --output out/graph"
    return StoreError(message, target=path)


def _literal(name: str) -> str:
    import glob

    return glob.escape(name)


def added(parts: Sequence[Mapping[str, int]], names: Sequence[str]) -> dict[str, int]:
    """Return the sums of numbers, those of the names in their order."""
    return {name: sum(part.get(name, 0) for part in parts) for name in names}
