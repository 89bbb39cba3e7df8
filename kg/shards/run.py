"""Build the graph of documents as sorted shards of N-Quads, on this machine or on many."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.errors import KGError, ReadError, StoreError
from kg.extract import DEFAULT
from kg.gather import Progress, files_of, to_work, tools
from kg.kept import make_lock, options_from, stamp_of
from kg.merge import BASE
from kg.output import replace_text, writing
from kg.rdf import check_base
from kg.read import READERS
from kg.read.sources import as_given, is_address
from kg.records import STATUSES
from kg.resources import ONTOLOGY
from kg.shards import stages, together
from kg.shards.engines import Engine, open_engine
from kg.shards.job import SHARDS, Job, Task
from kg.shards.manifest import Manifest, Shard, added, former_shards, manifest_path, shard_names
from kg.shards.portions import Portion, is_cut, portion_bytes, size_of, whole_files

MOST_SHARDS = 9999
_PLAN = "plan.json"
_TOTALS = ("documents", "entities", *STATUSES, "statements", "rejected", "mentions", "copies", "conflicts")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, None where nothing was read, and what could not be read."""

    manifest: Manifest | None
    errors: tuple[KGError, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """Who builds, and in how many shards: see `build_shards`."""

    engine: str = "local"
    address: str | None = None
    jobs: int | None = None
    shards: int = SHARDS


def build_shards(
    sources: Iterable[str | Path],
    prefix: str | Path,
    where: Where | None = None,
    *,
    base: str = BASE,
    ontology: str | Path = ONTOLOGY,
    on_progress: Progress | None = None,
) -> Written:
    """Write the graph of files, folders and patterns as `PREFIX-00000-of-00016.nq` and so on, and `PREFIX.json`.

    Together the shards are the `graph.nq` of a `kg.build` of the same sources: sorted, each line once; the subject of
    a line says in which of them it lies. The bytes are the same whoever built them. What tasks hand on lies in
    `PREFIX.work`, which goes at the end; a build that was cut short goes on with what it has there, as long as nothing
    changed. Raises KGError and its kinds as `kg.build`, and where the engine is not there or gives up.
    """
    where = where or Where()
    given = sorted({as_given(source) for source in sources})
    prefix = _checked_prefix(Path(prefix), str(prefix))
    _check_number(where.shards)
    check_base(base)
    _check_sources(given)
    options = options_from(given, base=base, ontology=ontology, infer=False)
    work = to_work(ontology, READERS, DEFAULT, packs=True)
    tools(work)
    lock = make_lock(options)
    folder = prefix.with_name(f"{prefix.name}.work")
    files, lost = files_of(given, work)
    with open_engine(where.engine, address=where.address, jobs=where.jobs) as engine, _working(folder):
        former = _former(prefix, folder)
        job = Job(work, options, where.shards, str(folder.absolute()), str(Path.cwd()), stamp_of(lock))
        _begin(folder, _fingerprint(job, files))
        done = _build(engine, job, files, shard_names(prefix, where.shards), on_progress)
        errors = (*lost, *done.errors)
        if not done.totals["documents"]:
            shutil.rmtree(folder, ignore_errors=True)
            return Written(None, errors)
        totals = {**done.totals, "errors": len(errors), "quads": sum(shard.quads for shard in done.shards)}
        manifest = Manifest(base, tuple(given), totals, done.shards, lock.made)
        _publish(folder, prefix, manifest, former)
    return Written(manifest, errors)


### Before ############################################################################################################


def _checked_prefix(prefix: Path, given: str) -> Path:
    """Return the prefix; raise StoreError for one that names of files cannot begin with."""
    if given.endswith(("/", os.sep)) or not prefix.name or prefix.is_dir():
        message = (
            f"{given} is a folder. Give what the names of the shards begin with, for example: --output {prefix}/graph"
        )
        raise StoreError(message, target=given)
    above = next((path for path in prefix.parents if path.exists()), prefix)
    if not above.is_dir():
        message = f"{above} is no folder, so that nothing can be written as {given}. Choose another PREFIX."
        raise StoreError(message, target=given)
    return prefix


def _check_sources(given: Iterable[str]) -> None:
    address = next(filter(is_address, given), None)
    if address:
        message = (
            f"{address}: shards are built from files, since what an address gives may change between two readings."
            " Save it first, or build a folder, without --engine."
        )
        raise ReadError(message, path=address)


def _check_number(shards: int) -> None:
    if not 1 <= shards <= MOST_SHARDS:
        message = f"{shards} shards cannot be written. Give a number from 1 to {MOST_SHARDS}."
        raise KGError(message)


@contextmanager
def _working(folder: Path) -> Iterator[None]:
    """Keep the folder of a build, made if there is none, for this process; raise StoreError where it is not ours."""
    there = [path.name for path in folder.iterdir() if path.name != ".lock"] if folder.is_dir() else []
    if there and _PLAN not in there:
        message = f"{folder} holds {there[0]}, which kg did not write. Choose another PREFIX."
        raise StoreError(message, target=folder)
    with writing(folder):
        yield


def _former(prefix: Path, folder: Path) -> list[Path]:
    """Return the shards of the build before; without a manifest they are ours as long as there is a plan."""
    if (folder / _PLAN).exists() and not manifest_path(prefix).exists():
        return []
    return former_shards(prefix)


def _fingerprint(job: Job, files: Iterable[str]) -> str:
    """Return a hash of all that a task's result depends on: by it a build that was cut short is known again."""
    whole = hashlib.sha256(json.dumps([job.stamp, job.options.base, job.shards, job.place]).encode())
    for file in files:
        path = Path(file) if Path(file).exists() else Path(file.rpartition("#")[0])
        try:
            stat = path.stat()
            whole.update(json.dumps([file, stat.st_size, stat.st_mtime_ns]).encode())
        except OSError:  # told when it is read
            whole.update(json.dumps([file]).encode())
    return whole.hexdigest()


def _begin(folder: Path, fingerprint: str) -> None:
    """Make the folder ready: what another build has left there goes, before the new plan counts."""
    plan = folder / _PLAN
    if not plan.exists() or plan.read_text(encoding="utf-8") != fingerprint:
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
    shutil.rmtree(folder / "scratch", ignore_errors=True)
    for name in ("scratch", "shards", "articles", *(task.__name__ for task in _STAGES)):
        (folder / name).mkdir(exist_ok=True)
    replace_text(plan, fingerprint)


### The stages ########################################################################################################


_STAGES: tuple[Task, ...] = (
    stages.cutting,
    stages.reading,
    stages.naming,
    stages.sharing,
    together.pairing,
    together.copying,
    together.judging,
    stages.writing,
)


@dataclass(frozen=True, slots=True)
class _Done:
    shards: tuple[Shard, ...]
    totals: Mapping[str, int]
    errors: tuple[KGError, ...]


def _build(engine: Engine, job: Job, files: Sequence[str], names: Sequence[str], show: Progress | None) -> _Done:
    """Do all stages; return what came of them."""
    errors: list[KGError] = []
    portions = _portions(engine, job, files, errors)
    parts = len(names)
    steps: list[tuple[Task, list[Any]]] = [
        (stages.reading, portions),
        (stages.naming, [len(portions)]),
        (stages.sharing, [len(portions)] * parts),
        (together.pairing, [parts] * parts),
        (together.copying, [parts]),
        (together.judging, [parts] * parts),
        (stages.writing, [*names]),
    ]
    total, done = sum(len(items) for _, items in steps), 0
    for task, items in steps:
        for number in engine.each(task, items, job, width=len(portions)):
            done += 1
            if show:
                show(done, total, items[number].sources[0] if task is stages.reading else task.__name__)
    for number in range(len(portions)):
        errors += [ReadError(message, path=path) for message, path in job.run("reading", number, ()).note["errors"]]
    counted = [job.run(stage, number, ()).note for stage in ("sharing", "judging") for number in range(parts)]
    written = [job.run("writing", number).note for number in range(parts)]
    totals = added([*counted, job.run("copying", 0, ()).note, *(one["totals"] for one in written)], _TOTALS)
    shards = tuple(Shard(one["file"], one["quads"], one["bytes"], one["sha256"]) for one in written)
    return _Done(shards, totals, tuple(errors))


def _portions(engine: Engine, job: Job, files: Sequence[str], errors: list[KGError]) -> list[Portion]:
    """Return the portions of all files, in their order; note what is wrong with a file."""
    most = portion_bytes(sum(map(size_of, files)))
    many = [(file, most) for file in files if is_cut(file, job.work)]
    for _ in engine.each(stages.cutting, many, job, width=len(many)):
        pass
    numbers = {file: number for number, (file, _) in enumerate(many)}
    portions: list[Portion] = []
    for is_one, some in groupby(files, key=lambda file: file not in numbers):
        if is_one:
            portions += whole_files(some, most)
            continue
        for file in some:
            note = job.run("cutting", numbers[file]).note
            errors += [ReadError(message, path=path) for message, path in note["errors"]]
            portions += (Portion(**{**one, "sources": tuple(one["sources"])}) for one in note["portions"])
    return portions


### After #############################################################################################################


def _publish(folder: Path, prefix: Path, manifest: Manifest, former: Iterable[Path]) -> None:
    """Move the shards into place, the manifest last; can be cut short and done again."""
    names = {shard.file for shard in manifest.shards}
    try:
        for name in sorted(names):
            ready = folder / "shards" / name
            if ready.exists():
                ready.replace(prefix.with_name(name))
        for path in former:
            if path.name not in names:
                path.unlink(missing_ok=True)
    except OSError as error:
        message = f"{error.filename} cannot be written ({error.strerror}). Make room, and give the same command again."
        raise StoreError(message, target=prefix) from error
    replace_text(manifest_path(prefix), manifest.to_json())
    shutil.rmtree(folder, ignore_errors=True)
