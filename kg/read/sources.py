"""What to read and with which reader: paths, folders, patterns and addresses become a list, each item documents."""

import os
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

from kg.errors import ReadError
from kg.read.known import Key
from kg.records import Document

Reader = Callable[[Path, str], Sequence[Document | ReadError]]
"""Reads the file at a path, given with the source that its documents are to name. An error among the documents stands
for one that could not be read; a reader raises `ReadError` where the whole file cannot."""


def _reader_of(module: str, name: str) -> Reader:
    """Return the reader of that name; its module, with the library that it needs, is imported when it first reads."""

    def read(path: Path, source: str) -> Sequence[Document | ReadError]:
        reader: Reader = getattr(import_module(f"kg.read.{module}"), name)
        return reader(path, source)

    return read


READERS: dict[str, Reader] = {
    ".docx": _reader_of("docx", "read_docx"),
    ".htm": _reader_of("html", "read_html"),
    ".html": _reader_of("html", "read_html"),
    ".jsonl": _reader_of("jsonl", "read_jsonl"),
    ".md": _reader_of("plain", "read_markdown"),
    ".parquet": _reader_of("parquet", "read_parquet"),
    ".pdf": _reader_of("pdf", "read_pdf"),
    ".txt": _reader_of("plain", "read_text"),
}

_PATTERN = re.compile(r"[*?]|\[[^\]]+\]")
# How Python shows a byte of a file's name that is not UTF-8 (PEP 383); no file of ours could carry it.
_UNNAMEABLE = re.compile("[\ud800-\udfff]")


def read_source(
    source: str | Path, *, readers: Mapping[str, Reader] = READERS, keep: Path | None = None
) -> tuple[list[Document], list[ReadError]]:
    """Return the documents of a file or a web address, and what could not be read.

    `PATH#ID` is one line of a JSONL file, or one row of a Parquet file. A page from the web is kept, as it came, in the
    folder `keep`.
    """
    source = as_given(source)
    try:
        found = _read(source, readers, keep)
    except ReadError as error:
        return [], [error]
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [item for item in found if isinstance(item, ReadError)]


def read_lines(source: str, *, known: Container[Key]) -> Iterator[Document | Key | ReadError]:
    """Yield the documents of a JSONL file, the key alone of each that is known, and what could not be read."""
    from kg.read import jsonl

    try:
        if _UNNAMEABLE.search(source):
            raise _unnameable(source)
        yield from jsonl.read_lines(Path(source), source, known=known)
    except ReadError as error:
        yield error


def is_address(source: str) -> bool:
    """Return whether the source is an http(s) address."""
    return source[:8].lower().startswith(("http://", "https://"))


def is_pattern(source: str) -> bool:
    """Return whether the source may stand for files by a pattern."""
    return bool(_PATTERN.search(source))


def _read(source: str, readers: Mapping[str, Reader], keep: Path | None) -> Sequence[Document | ReadError]:
    if is_address(source):
        from kg.read.web import read_address

        return read_address(source, keep=keep)
    if _UNNAMEABLE.search(source):
        raise _unnameable(source)
    path = Path(source)
    whole, mark, name = source.rpartition("#")
    if mark and not path.exists() and Path(whole).is_file():
        found = [item for item in _reader(whole, readers)(Path(whole), whole) if _source(item) == source]
        if not found:
            message = f'{whole} has no document with the id "{name}". Check the id.'
            raise ReadError(message, path=source)
        return found
    if path.is_dir():
        message = f"{source} is a folder. Give its files, as expand_sources([…]) lists them."
        raise ReadError(message, path=source)
    if not path.is_file():
        raise _missing(source)
    return _reader(source, readers)(path, source)


def _source(item: Document | ReadError) -> str | None:
    return item.source if isinstance(item, Document) else None


def _reader(source: str, readers: Mapping[str, Reader]) -> Reader:
    suffix = Path(source).suffix.lower()
    if suffix in readers:
        return readers[suffix]
    lacking = f"no reader for '{suffix}'" if suffix else "a file without a suffix has no reader"
    message = (
        f"{source}: {lacking}. Readers exist for: {_listed(readers)}."
        f' Convert the file, or pass readers={{"{suffix or ".xyz"}": my_reader}}.'
    )
    raise ReadError(message, path=source)


def _listed(readers: Mapping[str, Reader]) -> str:
    return " ".join(sorted(readers))


def _unnameable(source: str) -> ReadError:
    shown = source.encode("utf-8", "backslashreplace").decode()
    return ReadError(f"{shown}: the name of this file is not UTF-8. Give it another name.", path=shown)


def _missing(source: str) -> ReadError:
    """Return the error for a path that does not exist, with the name that was perhaps meant."""
    import difflib

    if _UNNAMEABLE.search(source):
        return _unnameable(source)
    folder = Path(source).parent
    names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    close = difflib.get_close_matches(Path(source).name, names, n=1)
    if Path(source).exists():
        return ReadError(f"{source} is no file. Save what it gives as a file first.", path=source)
    if Path(source).is_symlink():
        todo = "It is a link to something that is not there."
    elif close:
        todo = f"Did you mean {(folder / close[0]).as_posix()}?"
    elif not folder.is_dir():
        todo = f"There is no folder {folder.as_posix()} either."
    else:
        todo = "Check the path."
    return ReadError(f"{source} does not exist. {todo}", path=source)


### Expanding #########################################################################################################


def expand_sources(
    sources: Iterable[str | Path], *, readers: Mapping[str, Reader] = READERS
) -> tuple[list[str], list[ReadError]]:
    """Return the files and addresses that the sources stand for, sorted and each once, and what was not found.

    A folder stands for all files in and below it for which there is a reader, hidden ones left out; a pattern (`*`,
    `?`, `[…]`, `**`) for the files that fit it. A file that is named by itself stays, whatever its suffix.
    """
    found: dict[str, str] = {}
    errors: list[ReadError] = []
    for source in sorted({as_given(source) for source in sources}):
        try:
            for path in _expand(source, readers, errors):
                key = path if is_address(path) else os.path.realpath(path)
                found[key] = min(found.get(key, path), path, key=lambda name: (len(name), name))
        except ReadError as error:
            errors.append(error)
    return sorted(found.values()), errors


def as_given(source: str | Path) -> str:
    """Return the source with forward slashes."""
    if isinstance(source, Path):
        return source.as_posix()
    return source.replace("\\", "/") if os.sep == "\\" and not is_address(source) else source


def _expand(source: str, readers: Mapping[str, Reader], errors: list[ReadError]) -> Iterable[str]:
    path = Path(source)
    if is_address(source) or path.is_file():
        return [source]
    if path.is_dir():
        return _readable(source, list(_walk(source, errors)), readers)
    if _PATTERN.search(source) and not path.is_symlink():
        return _matching(source, readers, errors)
    if "#" in source and Path(source.rpartition("#")[0]).is_file():
        return [source]
    raise _missing(source)


def _readable(source: str, files: Sequence[str], readers: Mapping[str, Reader]) -> list[str]:
    """Return the files in a folder for which there is a reader."""
    chosen = [name for name in files if Path(name).suffix.lower() in readers]
    if chosen:
        return chosen
    counts = Counter(Path(name).suffix.lower() or "without a suffix" for name in files)
    there = ", ".join(f"{count} {suffix}" for suffix, count in sorted(counts.items())) or "no files"
    message = (
        f"the folder {source} has no readable documents: it holds {there}."
        f" Readers exist for: {_listed(readers)}. Convert the files, or give another folder."
    )
    raise ReadError(message, path=source)


def _matching(source: str, readers: Mapping[str, Reader], errors: list[ReadError]) -> list[str]:
    """Return the files that fit a pattern, and those in the folders that do."""
    import glob

    # `Path.glob` takes no absolute pattern.
    matches = sorted(as_given(name) for name in glob.glob(source, recursive=True))  # noqa: PTH207
    files = [name for name in matches if Path(name).is_file()]
    if "**" not in source:
        files += chain.from_iterable(_walk(name, errors) for name in matches if Path(name).is_dir())
    chosen = [name for name in files if Path(name).suffix.lower() in readers]
    if chosen:
        return chosen
    fitting = "1 file fits it, but has" if len(files) == 1 else f"{len(files)} files fit it, but have"
    there = f"{fitting} no reader" if files else "nothing fits it"
    message = (
        f"the pattern {source} gives no documents: {there}. Readers exist for: {_listed(readers)}."
        " Check the pattern, or give the folder."
    )
    raise ReadError(message, path=source)


def _walk(folder: str, errors: list[ReadError], above: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the files in and below a folder in sorted order; a link to a folder above it is not followed."""
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        message = f"the folder {folder} could not be opened ({error.strerror}). Check your rights on it."
        errors.append(ReadError(message, path=folder))
        return
    for name in names:
        path = f"{folder.rstrip('/')}/{name}" if folder != "." else name
        if Path(path).is_dir():
            yield from _walk(path, errors, above | {real})
        elif Path(path).is_file():
            yield path
        elif Path(path).is_symlink():
            errors.append(_missing(path))
