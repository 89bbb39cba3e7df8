"""The files of a model, as one hash."""

import hashlib
from pathlib import Path


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and hashes of all files of a folder, as hexadecimal digits."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    files = sorted((file.relative_to(path).as_posix(), file) for file in path.rglob("*") if file.is_file())
    return hashlib.sha256("".join(f"{name}\0{digest_of(file)}\n" for name, file in files).encode()).hexdigest()
