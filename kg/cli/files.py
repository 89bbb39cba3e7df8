"""Files that a command writes besides its main output."""

from pathlib import Path

from kg.errors import StoreError


def write_text(path: Path, text: str) -> None:
    """Write the text as UTF-8; raise StoreError where that cannot be done."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. Choose another place."
        raise StoreError(message, target=path) from error
