"""Make the files of a folder from kept readings: anew, or from those of the former state and what changed since."""

import shutil
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.compose import Prepared
from kg.cycles import give_back, sweep
from kg.errors import KGError, StoreError
from kg.gather import mended, tools
from kg.grow.build import Builder
from kg.grow.files import load_store, patch_lines
from kg.grow.leaf import Leaf
from kg.grow.lines import Lines
from kg.grow.pages import Acronyms, Pages, Row, UnreadableError, rows, said
from kg.grow.rest import write_rest
from kg.grow.state import Change, State
from kg.grow.together import copy_lines
from kg.kept import Kept, Lock, Shelf, stamp_of
from kg.kept.lock import file_digest
from kg.kept.rows import FAST, new_file, unwritable
from kg.ontology import Ontology
from kg.output import QUADS, READINGS, SEARCH, STORE, WITNESS
from kg.read.known import Key
from kg.runs import Sorter, write_lines
from kg.search import is_available
from kg.search.index import Index
from kg.store.successor import generation_label, write_changed

MOST_PAGES = 2000
"""Where more pages changed all is made anew: what changed is held in memory."""
MOST_CHANGED = 0.25
"""Where a larger part of the pages changed it is quicker to make all anew."""
_AT_ONCE = 200
"""Pages that are summed up before the sums are noted."""
_ALL, _COUNT = "quads", "quads counted"


@dataclass(frozen=True, slots=True)
class Grown:
    """What came of it: what could not be read, how many documents were read and how many there are.

    `example` is the label of the thing that most facts join to others, `quads` the hash of the file of quads, `wrong`
    why the former state could not be built upon.
    """

    errors: tuple[KGError, ...]
    read: int
    documents: int
    example: str | None
    quads: str
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """A folder that holds what its lock says."""

    folder: Path
    lock: Lock


def grow(target: Path, prepared: Prepared, lock: Lock, former: Former | None = None) -> Grown:
    """Fill a new folder with all but the lock's file; `former` is one that may be built upon.

    What is not built upon is made anew, of the same readings. Raises StoreError when it cannot be written.
    """
    try:
        wrong = None
        if former is not None:
            try:
                return _Growing(target, prepared, lock).patched(former)
            except _TooMuchError:
                _clear(target)
            except (UnreadableError, sqlite3.DatabaseError, ValueError) as error:
                wrong = str(error)
                _clear(target)
        return replace(_anew(target, prepared, lock), wrong=wrong)
    except sqlite3.Error as error:
        raise unwritable(target / READINGS, error) from error
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror or error}. Make room, or choose another folder."
        raise StoreError(message, target=target) from error


def _anew(target: Path, prepared: Prepared, lock: Lock) -> Grown:
    """Make all files; what is broken of the readings is read again."""
    try:
        return _Growing(target, prepared, lock).anew()
    except UnreadableError:
        _clear(target)
        gathered = mended(prepared.gathered, prepared.work, prepared.kept, prepared.fresh)
        return _Growing(target, replace(prepared, gathered=gathered), lock).anew()


class _TooMuchError(Exception):
    """So much changed that it is quicker to make all anew."""


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@dataclass(frozen=True, slots=True)
class _Growing:
    """One making of a folder."""

    target: Path
    prepared: Prepared
    lock: Lock

    @property
    def base(self) -> str:
        return self.prepared.options.base

    @property
    def ontology(self) -> Ontology:
        return tools(self.prepared.work)[0]

    @property
    def pages(self) -> Pages:
        return Pages(self.prepared.work, self.base, self.prepared.kept)

    ### Anew

    def anew(self) -> Grown:
        """Make all files."""
        with ExitStack() as stack:
            connection = stack.enter_context(closing(new_file(self.target / READINGS, stamp_of(self.lock))))
            builder = self._builder(connection, stack, new=True)
            for key in self._wanted():
                builder.state.put(key, self._kept(key))
            sorter = stack.enter_context(Sorter(self.target))
            self._add_all(builder, sorter)
            for lines in chain(builder.things(), builder.facts(), builder.conflicts()):
                sorter.add(_ALL, lines)
            sorter.add(_ALL, copy_lines(builder.state, self.base)[1])
            with (self.target / QUADS).open("wb") as file:
                label, count = write_lines(file, sorter.lines(_ALL))
            builder.state.note(_COUNT, str(count))
            if builder.index:
                builder.index.optimize()
            builder.commit()
            give_back()
            grown = self._rest(builder, label)  # the page first: what a store takes while it is loaded is not all freed
            give_back()
            load_store(self.target / QUADS, self.target / STORE, label)
            return grown

    def _add_all(self, builder: Builder, sorter: Sorter) -> None:
        """Add every page."""
        state = builder.state
        known = Acronyms(rows(state.connection)).synonyms()
        texts = state.do("SELECT DISTINCT text FROM reading ORDER BY text")
        while some := [text for (text,) in texts.fetchmany(_AT_ONCE)]:
            change = Change()
            for text, leaf in self._leaves(state, some, self.pages, known):
                builder.add(leaf, text)
                change.add(leaf)
                sorter.add(_ALL, leaf.lines)
            builder.settle(change)
            sweep()

    ### From the former

    def patched(self, former: Former) -> Grown:
        """Make all files from those of a former state."""
        shutil.copyfile(former.folder / READINGS, self.target / READINGS)
        if (former.folder / SEARCH).is_file():
            shutil.copyfile(former.folder / SEARCH, self.target / SEARCH)
        with ExitStack() as stack:
            connection = stack.enter_context(closing(sqlite3.connect(self.target / READINGS)))
            connection.executescript(FAST)
            builder = self._builder(connection, stack, new=False)
            before = builder.state.noted(QUADS)
            if before != former.lock.files.get(QUADS):
                message = "it is of another graph"
                raise ValueError(message)
            lines = Lines()
            self._change(builder, lines)
            gone, came = lines.sorted()
            label = patch_lines(self.target / QUADS, former.folder / QUADS, gone, came)
            count = int(builder.state.noted(_COUNT) or 0) + len(came) - len(gone)
            builder.commit()
            places = former.folder / STORE, self.target / STORE
            if generation_label(former.folder / STORE) != before or not write_changed(
                *places, gone, came, count=count, label=label
            ):
                load_store(self.target / QUADS, self.target / STORE, label)
            builder.state.note(_COUNT, str(count))
            return self._rest(builder, label)

    def _change(self, builder: Builder, lines: Lines) -> None:
        """Take out and put in the pages that changed."""
        shelf = builder.state
        fresh = self.prepared.fresh.known()
        old = {row.key: row for row in rows(shelf.connection)}
        new = {key: old[key] if key in old and key not in fresh else self._row(key) for key in self._wanted()}
        was, now = Acronyms(old.values()).synonyms(), Acronyms(new.values()).synonyms()
        found = _changed_texts(old, new, fresh) | _meant_otherwise(chain(old.values(), new.values()), was, now)
        texts = sorted(found)
        if len(texts) > min(MOST_PAGES, MOST_CHANGED * len(new)):
            raise _TooMuchError
        change = Change()
        for _, leaf in self._leaves(shelf, texts, replace(self.pages, find=shelf.get), was):
            builder.remove(leaf)
            change.add(leaf, -1)
            lines.change(leaf.lines, ())
        for key in old.keys() - new.keys():
            shelf.remove(key)
        for key in sorted(key for key in new if key not in old or key in fresh):
            shelf.put(key, self._kept(key))
        for text, leaf in self._leaves(shelf, texts, self.pages, now):
            builder.add(leaf, text)
            change.add(leaf)
            lines.change((), leaf.lines)
        builder.apply(change, lines)

    def _wanted(self) -> list[Key]:
        """Return the keys of the documents that there are to be."""
        return sorted({*self.prepared.gathered.kept()})

    def _leaves(
        self, shelf: Shelf, texts: Sequence[str], pages: Pages, known: Mapping[str, str]
    ) -> Iterator[tuple[str, Leaf]]:
        """Yield what the pages with these texts give, behind the hash of each, as far as there are documents."""
        for text in texts:
            if keys := _keys(shelf.connection, text):
                yield text, pages.leaf(text, keys, known)

    def _row(self, key: Key) -> Row:
        kept = self._kept(key)
        return Row(key, kept.text, kept.acronyms)

    def _kept(self, key: Key) -> Kept:
        kept = self.prepared.kept(key)
        if kept is None:
            raise UnreadableError(key)
        return kept

    ### Both

    def _builder(self, connection: sqlite3.Connection, stack: ExitStack, *, new: bool) -> Builder:
        index = None
        if is_available():
            searched = stack.enter_context(closing(sqlite3.connect(self.target / SEARCH)))
            searched.executescript(FAST)
            index = Index(searched, new=new)
        return Builder(State(connection), index, self.base, self.ontology)

    def _rest(self, builder: Builder, label: str) -> Grown:
        """Write the files that are made of the state alone."""
        example = write_rest(self.target, builder.state, self.prepared)
        builder.commit()
        builder.state.note(QUADS, label)
        builder.state.note(WITNESS, self.lock.answers)
        if builder.index:
            builder.state.note(SEARCH, file_digest(self.target / SEARCH))
        builder.commit()
        gathered = self.prepared.gathered
        return Grown(gathered.errors, gathered.read, len(gathered.found), example, label)


def _keys(connection: sqlite3.Connection, text: str) -> list[Key]:
    found = connection.execute("SELECT source, sha256, way FROM reading WHERE text = ?", (text,))
    return sorted(Key(*row) for row in found)


def _changed_texts(old: Mapping[Key, Row], new: Mapping[Key, Row], fresh: Container[Key]) -> set[str]:
    """Return the hashes of the texts that other documents have than before."""
    gone = {row.text for key, row in old.items() if key not in new or key in fresh}
    return gone | {row.text for key, row in new.items() if key not in old or key in fresh}


def _meant_otherwise(found: Iterable[Row], was: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the hashes of the texts in which an acronym stands for something else than before."""
    meant = {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)}
    texts: set[str] = set()
    for row in found if meant else ():
        if not meant.isdisjoint(said(row.acronyms)[0]):
            texts.add(row.text)
    return texts
