"""`kg.lock`: what made the graph of a folder, as JSON that people can read and compare.

It holds no time and no absolute path that was not given, so that the same sources give the same bytes anywhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from kg.errors import StoreError
from kg.kept.pack import FORMAT as PACKED
from kg.output import LOCK
from kg.report import gazetteer_sha256, version_of, versions
from kg.resources import ONTOLOGY
from kg.witness import is_recorded
from kg.witness.load import fingerprint

FORMAT = 1
"""Raised when the form changes."""

Inference = bool | Literal["owl-rl"]
"""Whether to infer, and by OWL 2 RL as well."""

_NONE: Mapping[str, str] = MappingProxyType({})
_REASONER = "reasonable"
_READ_BY = ("ahocorasick-rs", "courlan", "htmldate", "justext", "lxml", "pyyaml")
"""What reading rests on besides `kg.report.LIBRARIES`; the last four take part in finding a page's text and date."""
_PACKAGE = Path(__file__).parent.parent
_PROGRAM = frozenset({".css", ".html", ".js", ".py", ".toml"})


@dataclass(frozen=True, slots=True)
class Options:
    """What a graph is built from: sources as given, sorted; what of them is left out; and the options.

    `ontology` is None for the built-in one, `curation` where there is no file of decisions. `witnesses` are heard
    beside the rules, or without `rules` in their place; with `only_uncertain` a language model is asked about nothing
    but sentences with two or more entities in which the rules state nothing.
    """

    sources: tuple[str, ...]
    base: str
    ontology: str | None = None
    infer: Inference = False
    without: tuple[str, ...] = ()
    curation: str | None = None
    witnesses: tuple[str, ...] = ()
    rules: bool = True
    only_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """What made a graph: options, versions and hashes by name, and the hashes of the files that were written.

    `answers` is the hash of the recorded answers of a language model, which the readings rest on and the file leaves
    out: with every document that comes there are more of them.
    """

    options: Options
    made: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    answers: str = ""


def options_from(  # noqa: PLR0913 - all but one are options
    sources: Iterable[str],
    *,
    base: str,
    ontology: str | Path,
    infer: Inference,
    without: Iterable[str] = (),
    curation: str | Path | None = None,
    witnesses: Iterable[str] = (),
    rules: bool = True,
    only_uncertain: bool = False,
) -> Options:
    """Return the options in the one form that they are compared in."""
    path = Path(ontology)
    given = None if path.resolve() == ONTOLOGY.resolve() else path.as_posix()
    decisions = None if curation is None else Path(curation).as_posix()
    named, left = tuple(sorted(set(sources))), tuple(sorted(set(without)))
    heard = tuple(dict.fromkeys(witnesses))
    return Options(named, base, given, infer, left, decisions, heard, rules, only_uncertain)


def make_lock(options: Options) -> Lock:
    """Return what a build with these options is made by here and now."""
    libraries = {name: version_of(name) for name in (*_READ_BY, *([_REASONER] if options.infer == "owl-rl" else ()))}
    hashes = {
        "program": _files_sha256(_PACKAGE, _PROGRAM),
        "ontology": _files_sha256(Path(options.ontology) if options.ontology else ONTOLOGY),
        "vocabulary": _files_sha256(ONTOLOGY),
        "gazetteer": gazetteer_sha256(),
    }
    if options.curation is not None:
        hashes["curation"] = _files_sha256(Path(options.curation))
    heard = {f"witness {spec}": fingerprint(spec) for spec in options.witnesses if not is_recorded(spec)}
    return Lock(options, dict(sorted((versions() | libraries | hashes | heard).items())))


def stamp_of(lock: Lock) -> str:
    """Return the hash of all that decides how a document is read: sources, base, inference and decisions do not.

    Nor do recorded answers, of which each document has its own.
    """
    made = {name: value for name, value in lock.made.items() if name not in {_REASONER, "curation"}}
    options = lock.options
    heard = [*options.witnesses, options.rules, options.only_uncertain] if options.witnesses else []
    return hashlib.sha256(json.dumps([PACKED, made, *heard]).encode()).hexdigest()


def write_lock(folder: Path, lock: Lock, files: Iterable[str], known: Mapping[str, str] = _NONE) -> None:
    """Write `kg.lock` with the hashes of those of the files that the folder has; some may be `known`."""
    there = sorted(name for name in files if (folder / name).is_file())
    hashes = {name: known.get(name) or file_digest(folder / name) for name in there}
    options = {name: value for name, value in asdict(lock.options).items() if _USUAL.get(name, ...) != value}
    content = {"format": FORMAT, **options, "made": lock.made, "files": hashes}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / LOCK).write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


_USUAL: Mapping[str, object] = {"curation": None, "witnesses": (), "rules": True, "only_uncertain": False}
"""Options that a lock names only where they are otherwise."""


def read_lock(folder: Path) -> Lock | None:
    """Return what made the graph of a folder, None where nothing says so; raise StoreError for what is no such file."""
    path = folder / LOCK
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(path) from error
    try:
        return _lock(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _broken(path) from error


def _lock(content: Any) -> Lock:
    if content["format"] != FORMAT or not (isinstance(content["infer"], bool) or content["infer"] == "owl-rl"):
        raise TypeError
    ontology, curation = content["ontology"], content.get("curation")
    options = Options(
        tuple(map(_text, content["sources"])),
        _text(content["base"]),
        None if ontology is None else _text(ontology),
        cast("Inference", content["infer"]),
        tuple(map(_text, content["without"])),
        None if curation is None else _text(curation),
        tuple(map(_text, content.get("witnesses", ()))),
        content.get("rules", True) is True,
        content.get("only_uncertain", False) is True,
    )
    made, files = ({_text(k): _text(v) for k, v in content[name].items()} for name in ("made", "files"))
    return Lock(options, made, files)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _broken(path: Path) -> StoreError:
    message = f"{path} is broken, or was written by another version of kg. Build again with: kg build SOURCE -o DIR"
    return StoreError(message, target=path)


### Hashes ############################################################################################################


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal digits; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files_sha256(path: Path, suffixes: frozenset[str] | None = None) -> str:
    """Return a hash of a file, or of the names and bytes of the files in and below a folder."""
    if not path.is_dir():
        return file_digest(path) if path.is_file() else ""
    whole = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file() and (suffixes is None or file.suffix in suffixes):
            whole.update(f"{file.relative_to(path).as_posix()} {file_digest(file)}\n".encode())
    return whole.hexdigest()
