"""Installed packages with entry points, as a test writes them."""

from collections.abc import Mapping
from pathlib import Path


def write_package(folder: Path, name: str, code: str, entries: Mapping[str, str]) -> None:
    """Write a package of one module, `name`, as an installer leaves it: the module and its metadata."""
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    listed = "".join(f"{entry} = {value}\n" for entry, value in entries.items())
    (about / "entry_points.txt").write_text(f"[kg.extractors]\n{listed}", encoding="utf-8")
