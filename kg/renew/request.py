"""What to build a folder's graph from: what is asked for, and what the folder recorded."""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import KGError, StoreError
from kg.gather import files_of, to_work
from kg.kept import Inference, Lock, Options, options_from, read_lock
from kg.merge import BASE
from kg.output import LOCK, REPORT
from kg.read import READERS
from kg.read.sources import as_given, is_address, is_pattern
from kg.resources import ONTOLOGY

Tell = Callable[[str], None]
"""Called with what a user should know, a line."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build a folder's graph from: None stands for what its `kg.lock` says, without one for the usual.

    `remove` takes sources, or documents that they stand for, out of what is recorded; `prune` those that are gone.
    """

    sources: tuple[str, ...] = ()
    base: str | None = None
    ontology: str | Path | None = None
    infer: Inference | None = None
    remove: tuple[str, ...] = ()
    prune: bool = False
    curation: str | Path | None = None
    witnesses: tuple[str, ...] | None = None
    rules: bool | None = None
    only_uncertain: bool | None = None


def plan(folder: Path, request: Request, former: Lock | None, tell: Tell) -> Options:
    """Return what a request comes to in a folder with this lock."""
    known = former.options if former else None
    if request.remove and request.sources:
        message = "--remove takes sources out of those that DIR was built from. Leave SOURCE out."
        raise KGError(message)
    if not request.sources and known is None:
        message = (
            f"{folder} has no {LOCK} that says what it was built from. Give the sources, for example:"
            f" kg build articles -o {folder}"
        )
        raise KGError(message)
    options = _asked(request, known)
    if known and request.sources:
        _tell_differences(known, options, tell)
    elif known:
        _check_place(folder, options)
        options = _removed(folder, request.remove, options)
    return _pruned(folder, options, tell) if request.prune else options


def on_disk(options: Options) -> bool:
    """Return whether a graph can be made on disk, document by document.

    What is inferred, and what people decided, is found in the whole of it, in memory.
    """
    return not (options.infer or options.curation)


def former_lock(folder: Path, request: Request) -> Lock | None:
    """Return the folder's lock; a broken one is as good as none where the request says all that it could."""
    try:
        return read_lock(folder)
    except StoreError:
        if request.sources:
            return None
        raise


def _asked(request: Request, known: Options | None) -> Options:
    """Return the options that are asked for: what a request without sources leaves open stays as it was."""
    usual = Options((), BASE)
    like = usual if request.sources or known is None else known
    return options_from(
        map(as_given, request.sources or like.sources),
        base=like.base if request.base is None else request.base,
        ontology=request.ontology or like.ontology or ONTOLOGY,
        infer=like.infer if request.infer is None else request.infer,
        without=like.without,
        curation=like.curation if request.curation is None else request.curation,
        witnesses=like.witnesses if request.witnesses is None else request.witnesses,
        rules=like.rules if request.rules is None else request.rules,
        only_uncertain=like.only_uncertain if request.only_uncertain is None else request.only_uncertain,
    )


def _tell_differences(known: Options, options: Options, tell: Tell) -> None:
    """Tell which options are not those of the former build, which a forgotten one would change."""
    for name, was, now in (
        ("base", known.base, options.base),
        ("ontology", known.ontology or "the built-in one", options.ontology or "the built-in one"),
        ("infer", shown(known.infer), shown(options.infer)),
        ("curation", known.curation or "none", options.curation or "none"),
        ("witnesses", " ".join(known.witnesses) or "none", " ".join(options.witnesses) or "none"),
        ("rules", _on(known.rules), _on(options.rules)),
        ("only uncertain", _on(known.only_uncertain), _on(options.only_uncertain)),
    ):
        if was != now:
            tell(f"{name}: {now}; it was {was} in the former build")
    if known.without:
        tell(f"what --remove left out is read again: {' '.join(known.without)}")


def shown(infer: Inference) -> str:
    """Return how it is said what is inferred."""
    return infer if isinstance(infer, str) else _on(infer)


def _on(option: bool) -> str:  # noqa: FBT001 - it is what is told
    return "on" if option else "off"


def _check_place(folder: Path, options: Options) -> None:
    """Raise KGError where relative sources of a folder mean something else than when they were given."""
    try:
        at = Path(json.loads((folder / REPORT).read_text(encoding="utf-8"))["folder"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    relative = [name for name in options.sources if not is_address(name) and not Path(name).is_absolute()]
    if not at.is_dir() or at.resolve() == Path.cwd().resolve() or not relative:
        return
    message = f"the sources of {folder} were given in {at}: {' '.join(relative)}. Go there, or give the sources here."
    raise KGError(message)


def _removed(folder: Path, remove: Iterable[str], options: Options) -> Options:
    """Return the options without some sources; a document that a source stands for is noted as left out."""
    for given in map(as_given, remove):
        name = given if given in options.sources else given.rstrip("/")
        if name in options.sources:
            options = replace(options, sources=tuple(one for one in options.sources if one != name))
        elif name not in options.without:
            _check_removable(folder, name, options)
            options = replace(options, without=tuple(sorted({*options.without, name})))
    if not options.sources:
        message = f"nothing would be left of {folder}. Give other sources, or remove the folder."
        raise KGError(message)
    return options


def _check_removable(folder: Path, name: str, options: Options) -> None:
    """Raise KGError unless the sources stand for a document of that name, or for some in a folder of that name."""
    documents = {document["source"] for document in read_report(folder).get("documents", ())}
    files, _ = files_of(options.sources, to_work(ONTOLOGY, READERS, ()))
    for known in (*files, *documents):
        if known == name or known.startswith(f"{name}/") or os.path.realpath(known) == os.path.realpath(name):
            return
    shown = " ".join(options.sources[:10]) + (" …" if len(options.sources) > 10 else "")
    message = f"{name} is no source of {folder}, and no document of one. Its sources are: {shown}"
    raise KGError(message)


def _pruned(folder: Path, options: Options, tell: Tell) -> Options:
    """Return the options without the files, folders and patterns that are not there any more."""
    gone = [name for name in options.sources if _is_gone(name)]
    if len(gone) == len(options.sources):
        message = f"all sources of {folder} are gone: {' '.join(gone)}. Give others, or remove the folder."
        raise KGError(message)
    for name in gone:
        tell(f"{name} is gone, and left out from now on")
    left = [name for name in options.without if not _is_gone(name)]
    return replace(options, sources=tuple(name for name in options.sources if name not in gone), without=tuple(left))


def _is_gone(source: str) -> bool:
    """Return whether a source is a file or folder that does not exist, or a pattern that nothing fits.

    An address is never gone: what a server answers today it may not tomorrow.
    """
    if is_address(source) or Path(source).exists() or Path(source).is_symlink():
        return False
    if is_pattern(source):
        import glob

        return not any(glob.iglob(source, recursive=True))  # noqa: PTH207 - `Path.glob` takes no absolute pattern
    return "#" not in source or not Path(source.rpartition("#")[0]).exists()


def read_report(folder: Path) -> dict[str, Any]:
    """Return what the last build of a folder reported, nothing where there is none that can be read."""
    try:
        found = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
